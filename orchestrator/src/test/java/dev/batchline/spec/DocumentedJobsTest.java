package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Reads every example of the documentation, and holds it against the published schema. */
class DocumentedJobsTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern BLOCK = Pattern.compile("```(yaml|json)\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path temporary;
  private JobDirectory directory;

  @BeforeEach
  void furnish() throws IOException {
    directory = JobDirectory.in(temporary);
    blocks("pool-templates.md", "json").forEach(json -> directory.write("pools/mine.json", json));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsAJobThatCanBeRead() throws IOException {
    return examples()
        .map(
            job ->
                DynamicTest.dynamicTest(
                    title(job), () -> assertThat(directory.problems(job, Map.of())).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleAndSampleFitsThePublishedSchema() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JobFile.schema());
    return Stream.concat(examples(), samples())
        .map(
            job ->
                DynamicTest.dynamicTest(
                    title(job),
                    () ->
                        assertThat(schema.validate(job, InputFormat.YAML))
                            .extracting(Error::getMessage)
                            .isEmpty()));
  }

  private static Stream<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String file : List.of("job-file.md", "pool-templates.md")) {
      blocks(file, "yaml").map(DocumentedJobsTest::completed).forEach(examples::add);
    }
    assertThat(examples).hasSizeGreaterThan(9);
    return examples.stream();
  }

  private static Stream<String> samples() throws IOException {
    List<String> jobs = new ArrayList<>();
    try (DirectoryStream<Path> samples = Files.newDirectoryStream(Path.of("..", "sample-jobs"))) {
      for (Path sample : samples) {
        Path job = sample.resolve("job.yaml");
        if (Files.exists(job)) {
          jobs.add(Files.readString(job));
        }
      }
    }
    assertThat(jobs).isNotEmpty();
    return jobs.stream();
  }

  private static Stream<String> blocks(String file, String language) throws IOException {
    Matcher matcher = BLOCK.matcher(Files.readString(DOCS.resolve(file)));
    return matcher
        .results()
        .filter(match -> match.group(1).equals(language))
        .map(match -> match.group(2))
        .toList()
        .stream();
  }

  /** Adds what an excerpt leaves out because it isn't about that. */
  private static String completed(String excerpt) {
    StringBuilder job = new StringBuilder(excerpt);
    Map<String, String> needed =
        Map.of(
            "name", "name: example\n",
            "pool", "pool: { template: cpu-autoscale }\n",
            "tasks", "tasks: [{ name: only, command: \"true\" }]\n");
    needed.forEach(
        (key, text) -> {
          if (!Pattern.compile("(?m)^" + key + ":").matcher(excerpt).find()) {
            job.append(text);
          }
        });
    return job.toString();
  }

  private static String title(String job) {
    return job.lines().limit(3).reduce("", (all, line) -> all + " " + line.strip());
  }
}
