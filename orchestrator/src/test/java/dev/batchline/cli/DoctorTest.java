package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Timeline;
import dev.batchline.cli.Diagnosis.Result;
import dev.batchline.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorTest {

  @Test
  void withNothingSetItSaysWhichVariablesToSet() throws InterruptedException {
    List<Diagnosis> found = examine(Map.of());

    assertThat(found)
        .extracting(Diagnosis::result)
        .containsExactly(Result.FAILED, Result.SKIPPED, Result.FAILED, Result.SKIPPED);
    assertThat(found.get(0).hint()).contains("AZURE_BATCH_ENDPOINT");
    assertThat(found.get(2).hint()).contains("AZURE_STORAGE_ACCOUNT");
    assertThat(found).extracting(Diagnosis::exitCode).contains(2);
  }

  @Test
  void whatDoesNotAnswerIsSaidAtOnceAndNotAskedFurther() throws InterruptedException {
    List<Diagnosis> found =
        examine(
            Map.of(
                "AZURE_BATCH_ACCOUNT", "account",
                "AZURE_BATCH_ENDPOINT", "http://127.0.0.1:9",
                "AZURE_BATCH_ACCESS_KEY", "a2V5"));

    assertThat(found.get(1).result()).isEqualTo(Result.FAILED);
    assertThat(found.get(1).sentence())
        .contains("could not reach http://127.0.0.1:9: nothing accepts connections there");
    assertThat(found.get(1).exitCode()).isEqualTo(4);
    assertThat(found.get(2).result()).isEqualTo(Result.SKIPPED);
  }

  @Test
  void aClockThatIsWrongIsSaidWithItsDirection() {
    Diagnosis behind = Doctor.answered("network", Optional.of(Duration.ofMinutes(20)));
    assertThat(behind.result()).isEqualTo(Result.WARNING);
    assertThat(behind.sentence())
        .isEqualTo("this machine's clock is 20 min 00 s behind the service's");
    assertThat(Doctor.answered("network", Optional.of(Duration.ofMinutes(-20))).sentence())
        .isEqualTo("this machine's clock is 20 min 00 s ahead of the service's");
    assertThat(Doctor.answered("network", Optional.of(Duration.ofSeconds(-2))).sentence())
        .isEqualTo("it answers; clocks differ by 2 s");
  }

  private static List<Diagnosis> examine(Map<String, String> settings) throws InterruptedException {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            settings, nowhere, nowhere, Screen.NONE, Path.of("."), Path.of("."), Timeline.system());
    return new Doctor(surroundings, settings, "", Optional.empty()).examine();
  }
}
