package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.failure.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFileTest {

  private static final String GOOD =
      "name: job\npool: { template: cpu-autoscale }\ntasks: [{ name: a, command: x }]\n";

  @TempDir Path temporary;

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(problems(temporary.resolve("nowhere.yaml")))
        .containsExactly("nowhere.yaml: doesn't exist");
  }

  @Test
  void aDirectoryIsNoJobFile() {
    assertThat(problems(temporary)).containsExactly(temporary + ": is a directory, not a file");
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws IOException {
    Path file = Files.writeString(temporary.resolve("job.yaml"), GOOD);
    assumeThat(file.toFile().setReadable(false) && !Files.isReadable(file)).isTrue();

    assertThat(problems(file))
        .containsExactly("job.yaml: can't be read: you have no permission to");
  }

  @Test
  void aLinkThatLeadsNowhereIsNotSuggestedInItsOwnPlace() throws IOException {
    Files.createSymbolicLink(temporary.resolve("tool.jar"), temporary.resolve("gone.jar"));
    Path file = Files.writeString(temporary.resolve("job.yaml"), GOOD + "app: [tool.jar]\n");

    assertThat(problems(file)).singleElement().asString().doesNotContain("Did you mean");
  }

  @Test
  void textThatIsNotInUtf8IsRefusedWhereItBegins() throws IOException {
    Path file = temporary.resolve("job.yaml");
    Files.write(file, "name: job\n# Z\u00fcrich\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(problems(file))
        .containsExactly(
            "job.yaml:2:4: this is not text in UTF-8: byte 0xfc. Save the file as UTF-8.");
  }

  @Test
  void aControlCharacterIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("job.yaml"), "name: a\u0000b\n");

    assertThat(problems(file))
        .containsExactly("job.yaml:1:8: the character U+0000 can't stand in YAML. Remove it.");
  }

  @Test
  void aFileThatIsFarTooLargeIsNotRead() throws IOException {
    Path file = Files.writeString(temporary.resolve("job.yaml"), "# ".repeat(2_000_000));

    assertThat(problems(file))
        .containsExactly("job.yaml: has 4,000,000 bytes; at most 3,145,728 are read");
  }

  @Test
  void aliasesThatExpandToMuchAreRefusedAtOnce() throws IOException {
    StringBuilder bomb = new StringBuilder("description: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(8)).append("*a").append(i - 1).append("]\n");
    }
    Path file = Files.writeString(temporary.resolve("job.yaml"), bomb + GOOD);

    assertThat(problems(file))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("more than 200,000 values once its aliases are expanded"));
  }

  @Test
  void nestingThatIsFarTooDeepIsRefused() throws IOException {
    Path file =
        Files.writeString(
            temporary.resolve("job.yaml"), "name: " + "[".repeat(5000) + "]".repeat(5000));

    assertThat(problems(file))
        .containsExactly("job.yaml:1:1: the file is nested deeper than 30 levels. Flatten it.");
  }

  @Test
  void aByteOrderMarkWindowsLineEndsAndMergeKeysAreFine() {
    RunSpec spec =
        JobDirectory.in(temporary)
            .read(
                ("\uFEFF"
                        + """
                        name: job
                        pool: { template: cpu-autoscale }
                        tasks:
                          - &first { name: a, command: x, outputs: [y], timeLimit: PT1M }
                          - { <<: *first, name: b }
                        """)
                    .replace("\n", "\r\n"));

    assertThat(spec.groups()).extracting(TaskGroup::name).containsExactly("a", "b");
    assertThat(spec.groups().get(1).timeLimit()).isPresent();
  }

  @Test
  void aTextIsATextHoweverItLooks() {
    RunSpec spec =
        JobDirectory.in(temporary)
            .read(
                """
                name: job
                pool: { template: cpu-autoscale }
                parameters:
                  country: { type: string, default: no }
                  asOf: { type: string, default: 2026-01-30 }
                  version: { type: string, default: 1.10 }
                tasks: [{ name: a, command: x }]
                """);

    assertThat(spec.parameters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("country", "no", "asOf", "2026-01-30", "version", "1.10"));
  }

  @Test
  void theSchemaKnowsTheKeysThatAreRead() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(JobFile.schema());
    JsonNode definitions = schema.get("$defs");

    assertThat(keys(schema)).containsExactlyInAnyOrderElementsOf(JobReader.KEYS);
    assertThat(keys(definitions.get("parameter")))
        .containsExactlyInAnyOrderElementsOf(ParametersReader.KEYS);
    assertThat(keys(definitions.get("pool"))).containsExactlyInAnyOrderElementsOf(PoolReader.KEYS);
    assertThat(keys(definitions.get("taskGroup")))
        .containsExactlyInAnyOrderElementsOf(GroupReader.KEYS);
    assertThat(keys(definitions.get("earlierOutputs")))
        .containsExactlyInAnyOrderElementsOf(GroupReader.EARLIER_KEYS);
    assertThat(keys(definitions.get("retry")))
        .containsExactlyInAnyOrderElementsOf(RetryReader.KEYS);
    JsonNode rule = definitions.get("retryRule");
    assertThat(keys(rule)).containsExactlyInAnyOrderElementsOf(RuleReader.KEYS);
    assertThat(keys(rule.get("properties").get("when")))
        .containsExactlyInAnyOrderElementsOf(ConditionReader.KEYS);
    assertThat(keys(rule.get("properties").get("to")))
        .containsExactlyInAnyOrderElementsOf(PoolReader.FURTHER_KEYS);
    assertThat(rule.get("properties").get("do").get("enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Action.forJobFiles().stream().map(Action::word).toList());
    assertThat(keys(definitions.get("limits")))
        .containsExactlyInAnyOrderElementsOf(LimitsReader.KEYS);
  }

  @Test
  void theMessageOfTheExceptionHoldsAllProblems() throws IOException {
    Path file = Files.writeString(temporary.resolve("job.yaml"), "name: JOB\n");

    assertThatThrownBy(() -> JobFile.read(file, Map.of(), List.of()))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("\"JOB\" can't be a job's name")
        .hasMessageContaining("has no \"pool\"")
        .hasMessageContaining("has no \"tasks\"");
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.get("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private List<String> problems(Path file) {
    try {
      JobFile.read(file, Map.of(), List.of(JobDirectory.shippedTemplates()));
      return List.of();
    } catch (JobFileException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace(temporary + "/", ""))
          .toList();
    }
  }
}
