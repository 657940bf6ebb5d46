package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Mixes of faults that have a name; they are kept as the JSON that anybody could send. */
public final class FaultProfiles {

  private final ObjectNode profiles;

  public FaultProfiles() {
    try (InputStream file = FaultProfiles.class.getResourceAsStream("fault-profiles.json")) {
      if (file == null) {
        throw new IllegalStateException("fault-profiles.json is not where it belongs");
      }
      profiles = (ObjectNode) ControlAccess.JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, with their descriptions and rules. */
  public ObjectNode json() {
    return profiles.deepCopy();
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    profiles.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * The rules of a profile.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public List<JsonNode> rules(String name) {
    if (!profiles.has(name)) {
      throw new IllegalArgumentException(
          "there is no profile \"%s\", but %s".formatted(name, String.join(", ", names())));
    }
    List<JsonNode> rules = new ArrayList<>();
    profiles.path(name).path("rules").forEach(rules::add);
    return rules;
  }
}
