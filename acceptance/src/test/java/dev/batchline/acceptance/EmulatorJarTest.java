package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator's jar, as a person starts it. */
class EmulatorJarTest {

  private static final int PATIENCE_SECONDS = 90;

  @TempDir Path directory;

  /** What a start that ended at once has said. */
  private record Ended(int exitCode, String out, String err) {}

  private static Ended end(String... arguments) throws IOException, InterruptedException {
    Process process = EmulatorProcess.command(arguments).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }

  @Test
  void withoutACommandItStartsAndShowsLinesForAShell() throws Exception {
    Ended ended =
        end("--port", "0", "--until-stdin-closes", "--directory", directory.toString(), "--quiet");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("export AZURE_BATCH_ACCOUNT='batchline'")
        .containsPattern("export AZURE_BATCH_ENDPOINT='http://127.0.0.1:\\d+'")
        .contains("Ctrl-C");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aPortInUseIsSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ended ended =
          end("--port", "" + taken.getLocalPort(), "--directory", directory.toString(), "--quiet");

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .contains("" + taken.getLocalPort())
          .contains("in use")
          .doesNotContain("\tat ");
      assertThat(ended.err().lines()).hasSize(1);
    }
  }

  @Test
  void helpAndWrongOptionsSayWhatThereIs() throws Exception {
    assertThat(end("--help").out()).contains("10003").contains("run");
    assertThat(end("run", "--help").out()).contains("--port", "--pace", "--state");
    Ended wrong = end("--colour", "red");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--colour").doesNotContain("\tat ");
  }
}
