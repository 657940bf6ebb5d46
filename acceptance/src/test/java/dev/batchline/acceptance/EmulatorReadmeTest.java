package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the emulator's README shows, run as it stands there. */
class EmulatorReadmeTest {

  private static final Path README = Batchline.ROOT.resolve("emulator/README.md");
  private static final int PATIENCE_SECONDS = 120;

  @TempDir static Path directory;

  private static EmulatorProcess emulator;

  @BeforeAll
  static void start() throws IOException {
    emulator = EmulatorProcess.start(directory, "--pace", "300");
  }

  @AfterAll
  static void stop() throws IOException {
    if (emulator != null) {
      emulator.close();
    }
  }

  /** The first block of that language. */
  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    assertThat(block.find()).as(language).isTrue();
    return block.group(1);
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    File out = Files.createTempFile(directory, "out", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out);
    builder.environment().putAll(emulator.settings());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new AssertionError("did not end:\n" + Files.readString(out.toPath()));
    }
    String printed = Files.readString(out.toPath());
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  @Test
  void theCommandsOfTheAzureCliWork() throws Exception {
    AzureCli.require();
    Path script = Files.writeString(directory.resolve("readme.sh"), "set -e\n" + block("sh"));

    String printed =
        run(
            Map.of(
                "AZURE_CONFIG_DIR",
                directory.resolve("azure").toString(),
                "AZURE_CORE_COLLECT_TELEMETRY",
                "no"),
            "sh",
            script.toString());

    assertThat(printed).containsPattern("hello from tvmps_[0-9a-f]{64}_d").contains("idle\t1");
  }

  @Test
  void theJavaScriptWorks() throws Exception {
    JavaScriptClient.require();
    Path script = JavaScriptClient.script("readme.mjs", block("js"));

    Batchline.Result result =
        JavaScriptClient.node(directory, emulator.settings(), List.of(script.toString()));

    assertThat(result.out()).isEqualTo("7 * 7 = 49\n");
  }

  @Test
  void theJavaWorks() throws Exception {
    Path source = Files.writeString(directory.resolve("Hello.java"), block("java"));

    String printed =
        run(
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens",
            "java.base/java.util=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            source.toString());

    assertThat(printed).contains("hello\n");
  }

  @Test
  void theSettingsAreThoseThatAreShown() throws IOException {
    String readme = Files.readString(README);

    emulator
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith("AZURE_BATCH_")
                  && !value.startsWith("http")
                  && !value.startsWith("/")) {
                assertThat(readme).contains("export " + name + "='" + value + "'");
              }
            });
  }
}
