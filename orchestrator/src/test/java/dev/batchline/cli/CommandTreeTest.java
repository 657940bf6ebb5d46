package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.Timeline;
import dev.batchline.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandTreeTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path directory;

  private boolean pipeline;

  @Test
  void aMistypedCommandIsCorrected() {
    assertThat(execute("plna", "job.yaml")).isEqualTo(2);
    assertThat(text(err)).contains("'plna'", "Did you mean: plan", "batchline --help");
  }

  @Test
  void aMistypedOptionIsCorrected() {
    assertThat(execute("run", "job.yaml", "--locl")).isEqualTo(2);
    assertThat(text(err)).contains("--locl", "Did you mean: --local", "batchline run --help");
  }

  @Test
  void inAPipelineWhatEndsACommandIsAnIssueOfItsStep() {
    pipeline = true;
    assertThat(execute("plan", directory.resolve("nothing.yaml").toString())).isEqualTo(2);
    assertThat(text(err).lines())
        .anyMatch(
            line ->
                line.startsWith("##vso[task.logissue type=error]")
                    && line.endsWith("batchline: 1 mistake; nothing was created"));
  }

  @Test
  void aCommandIsNeeded() {
    assertThat(execute()).isEqualTo(2);
    assertThat(text(err)).contains("a command is missing");
  }

  @Test
  void whoAsksForJsonGetsOneDocumentForAMistypedCommandLine() throws IOException {
    assertThat(execute("runs", "--output", "json", "--locl")).isEqualTo(2);
    JsonNode document = json(out);
    assertThat(document.path("exitCode").asInt()).isEqualTo(2);
    assertThat(document.path("error").path("message").asText()).contains("--locl");
    assertThat(text(err)).contains("Did you mean: --local");
  }

  @Test
  void whoAsksForJsonGetsOneDocumentOfAllMistakesOfAJobFile() throws IOException {
    Path job = directory.resolve("job.yaml");
    Files.writeString(job, "name: x\ntsks: []\n");

    assertThat(execute("plan", job.toString(), "--output=JSON")).isEqualTo(2);
    JsonNode problem = json(out).path("error").path("problems").path(0);
    assertThat(problem.path("line").asInt()).isPositive();
    assertThat(text(err)).contains("nothing was created");
  }

  @Test
  void whoAsksForJsonGetsOneDocumentOfAFailureWithWhatToDo() throws IOException {
    assertThat(execute("runs", "--output", "json")).isEqualTo(2);
    JsonNode error = json(out).path("error");
    assertThat(error.path("blame").asText()).isEqualTo("user");
    assertThat(error.path("hint").asText()).contains("AZURE_STORAGE");
  }

  @Test
  void aFailureInTextLeavesStandardOutputEmpty() {
    assertThat(execute("runs")).isEqualTo(2);
    assertThat(text(out)).isEmpty();
  }

  @Test
  void theVersionIsTheOneOfTheBuild() {
    assertThat(execute("--version")).isZero();
    assertThat(text(out)).matches("batchline \\d+\\.\\d+\\.\\d+\\s+");
  }

  @TestFactory
  Stream<DynamicTest> everyCommandHasHelpWithAnExample() {
    return leaves(CommandTree.of(surroundings()))
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.getCommandSpec().qualifiedName(),
                    () -> {
                      assertThat(command.getCommandSpec().usageMessage().description())
                          .isNotEmpty();
                      assertThat(command.getUsageMessage())
                          .contains("Example", command.getCommandSpec().qualifiedName(), "--help");
                    }));
  }

  @Test
  void theSchemaIsJson() throws IOException {
    assertThat(execute("schema")).isZero();
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(text(out)).has("$schema"))
        .isTrue();
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(execute("completion")).isZero();
    assertThat(text(out)).contains("emulator", "--storage-port", "complete -F");
  }

  @Test
  void aMissingJobFileCreatesNothing() throws IOException {
    assertThat(execute("run", directory.resolve("no.yaml").toString(), "--local")).isEqualTo(2);
    assertThat(text(err)).contains("no.yaml", "nothing was created");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void withoutAnAccountTheMessageNamesTheVariable() throws IOException {
    Path job = job();

    assertThat(execute("run", job.toString())).isEqualTo(2);
    assertThat(text(err)).contains("AZURE_STORAGE_ACCOUNT", "--local");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void anEarlierBuildNeedsAnOrganisation() throws IOException {
    assertThat(execute("run", job().toString(), "--from-build", "531")).isEqualTo(2);
    assertThat(text(err)).contains("AZURE_DEVOPS_ORG_URL");
  }

  @Test
  void aWrongIdOfARunIsNoDefect() {
    assertThat(execute("status", "Not A Run")).isEqualTo(2);
    assertThat(text(err)).contains("batchline runs");
  }

  @Test
  void noNodeMeansNoLocalRun() throws IOException {
    assertThat(execute("run", job().toString(), "--local")).isEqualTo(2);
    assertThat(text(err)).contains("there is no node on the PATH", "Node.js 18");
  }

  @Test
  void aPlaceForOutputsThatCannotBeWrittenShowsBeforeAnythingIsCreated() throws IOException {
    Path file = job();

    assertThat(execute("run", file.toString(), "--to", file.resolve("out").toString()))
        .isEqualTo(2);
    assertThat(text(err)).contains("job.yaml is not a directory", "--to", "nothing was created");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theEmulatorDoesNotRunUnlessStarted() {
    assertThat(execute("emulator", "status")).isEqualTo(1);
    assertThat(execute("emulator", "stop")).isZero();
    assertThat(text(out)).contains("does not run");
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertThat(execute("emulator", "start", "--port", "70000")).isEqualTo(2);
    assertThat(text(err)).contains("--port is 70000");
  }

  private Path job() throws IOException {
    return Files.writeString(
        directory.resolve("job.yaml"),
        """
        name: tiny
        pool: { template: cpu-fixed }
        tasks:
          - name: one
            command: echo hello
        """);
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(CommandTreeTest::leaves);
  }

  private int execute(String... arguments) {
    return CommandTree.execute(surroundings(), arguments);
  }

  private Surroundings surroundings() {
    return new Surroundings(
        pipeline
            ? Map.of("PATH", directory.toString(), "TF_BUILD", "True")
            : Map.of("PATH", directory.toString()),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Screen.NONE,
        Path.of("..").toAbsolutePath().normalize(),
        directory.resolve("home"),
        Timeline.system());
  }

  private static JsonNode json(ByteArrayOutputStream bytes) throws IOException {
    return new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(text(bytes));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
