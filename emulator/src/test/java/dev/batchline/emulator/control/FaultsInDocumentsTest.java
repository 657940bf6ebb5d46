package dev.batchline.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.fault.FaultKind;
import dev.batchline.emulator.fault.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/EMULATOR.md tells of every fault, with all that can be said about it. */
class FaultsInDocumentsTest {

  private static List<String> lines() throws IOException {
    Path page = Path.of(System.getProperty("user.dir")).resolve("../docs/EMULATOR.md");
    return Files.readAllLines(page.normalize());
  }

  @Test
  void everyKindHasARowWithItsParameters() throws IOException {
    for (FaultKind kind : FaultKind.values()) {
      String row =
          lines().stream()
              .filter(line -> line.startsWith("| " + kind.word() + " |"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no row for " + kind.word()));
      for (Parameter parameter : kind.parameters().keySet()) {
        assertThat(row).contains("`" + parameter.member() + "`");
      }
    }
  }

  @Test
  void everyProfileIsNamed() throws IOException {
    String page = String.join("\n", lines());
    for (String profile : new FaultProfiles().names()) {
      assertThat(page).contains("`" + profile + "`");
    }
  }
}
