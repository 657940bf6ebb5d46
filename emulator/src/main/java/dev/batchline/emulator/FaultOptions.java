package dev.batchline.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.control.FaultProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What goes wrong from the start. */
final class FaultOptions {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--faults",
      paramLabel = "PROFILE|FILE",
      description =
          "What goes wrong: a profile (chaos, busy, network, spot), or a file of JSON as"
              + " POST /control/faults takes it.")
  private String faults = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the faults: the same seed meets the same requests with the same faults.")
  private Optional<Long> seed = Optional.empty();

  /**
   * The faults as JSON.
   *
   * @throws IllegalArgumentException when there is no such profile or file
   */
  Optional<JsonNode> faults() {
    if (faults.isEmpty()) {
      if (seed.isPresent()) {
        throw new IllegalArgumentException("--seed is for --faults, which is missing");
      }
      return Optional.empty();
    }
    FaultProfiles profiles = new FaultProfiles();
    ObjectNode json =
        profiles.names().contains(faults)
            ? JSON.createObjectNode().put("profile", faults)
            : file(profiles);
    seed.ifPresent(number -> json.put("seed", number));
    return Optional.of(json);
  }

  private ObjectNode file(FaultProfiles profiles) {
    Path file = Path.of(faults);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "--faults %s is neither a profile (%s) nor a file"
              .formatted(faults, String.join(", ", profiles.names())));
    }
    try {
      if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read %s: %s".formatted(file, e.getMessage()), e);
    }
    throw new IllegalArgumentException(file + " holds no JSON object");
  }
}
