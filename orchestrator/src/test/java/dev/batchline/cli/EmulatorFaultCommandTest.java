package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import dev.batchline.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told without an emulator; the rest is in the acceptance tests. */
class EmulatorFaultCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path directory;

  private int execute(String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Screen.of(0, false, Map.of()),
            directory,
            directory.resolve("home"),
            Timeline.system());
    return CommandTree.execute(surroundings, arguments);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutAnEmulatorTheMessageSaysHowToGetOne() {
    assertThat(execute("emulator", "fault", "list")).isEqualTo(2);
    assertThat(errors()).contains("none runs in the background", "batchline emulator start");
  }

  @Test
  void settingsOfAzureItselfAreNotTakenForAnEmulator() {
    environment.put("AZURE_BATCH_ENDPOINT", "https://night.westeurope.batch.azure.com");

    assertThat(execute("emulator", "fault", "profile", "chaos")).isEqualTo(2);
    assertThat(errors()).contains("names none on this machine");
  }

  @Test
  void noKeyIsSentToAnAddressThatIsNoEmulators() {
    environment.put("AZURE_BATCH_ACCESS_KEY", "c2VjcmV0");

    assertThat(execute("emulator", "quota", "--endpoint", "https://night.batch.azure.com"))
        .isEqualTo(2);
    assertThat(errors()).contains("emulators are reached by http://").doesNotContain("c2VjcmV0");
  }

  @Test
  void anEmulatorThatDoesNotAnswerIsNamed() {
    environment.put("AZURE_BATCH_ENDPOINT", "http://127.0.0.1:1");

    assertThat(execute("emulator", "fault", "clear")).isEqualTo(4);
    assertThat(errors()).contains("no emulator answers at http://127.0.0.1:1", "--endpoint");
  }

  @Test
  void localFaultsAreAProfileOrAFileWithASeed() throws IOException {
    Path file = Files.writeString(directory.resolve("night.json"), "{}");

    assertThat(LocalFaults.arguments("", false)).isEmpty();
    assertThat(LocalFaults.arguments("chaos", true)).containsExactly("--faults", "chaos");
    assertThat(LocalFaults.arguments("chaos:7", true))
        .containsExactly("--faults", "chaos", "--seed", "7");
    assertThat(LocalFaults.arguments(file + ":12", true))
        .containsExactly("--faults", file.toString(), "--seed", "12");
  }

  @Test
  void onlyTheEmulatorMisbehavesOnRequest() {
    assertThatThrownBy(() -> LocalFaults.arguments("chaos:7", false))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("only the emulator misbehaves");
  }
}
