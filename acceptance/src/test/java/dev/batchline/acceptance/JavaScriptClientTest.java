package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator as users of {@code @azure/batch} see it; what is checked is in the script. */
class JavaScriptClientTest {

  @TempDir Path directory;

  @Test
  void everyOperationOfTheClientWorksAsOnAzure() throws Exception {
    JavaScriptClient.require();
    Path script = JavaScriptClient.script("azure-batch.test.mjs");
    try (EmulatorProcess emulator = EmulatorProcess.start(directory, "--pace", "300")) {
      Batchline.Result result =
          JavaScriptClient.node(
              directory,
              emulator.settings(),
              List.of("--test", "--test-reporter=spec", script.toString()));

      assertThat(result.exitCode()).as(result.out()).isZero();
      assertThat(result.out()).contains("fail 0").doesNotContain("pass 0");
    }
  }
}
