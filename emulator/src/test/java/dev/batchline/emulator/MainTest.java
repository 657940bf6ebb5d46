package dev.batchline.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What is said about command lines that are wrong. */
class MainTest {

  private final StringWriter said = new StringWriter();

  private int execute(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(said, true)).execute(arguments);
  }

  @Test
  void aWrongOptionIsToldWithoutAllTheOthers() {
    assertThat(execute("run", "--prot", "10100")).isEqualTo(2);
    assertThat(said.toString()).startsWith("Unknown option").contains("--prot", "run --help");
    assertThat(said.toString().lines()).hasSizeLessThan(5);
  }

  @Test
  void aNameThatNoAccountOfBatchCanHaveIsRefused() {
    assertThat(execute("run", "--account", "My Account")).isEqualTo(2);
    assertThat(said.toString()).contains("no Batch account can be called 'My Account'");
  }
}
