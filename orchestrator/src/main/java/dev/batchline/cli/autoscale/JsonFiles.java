package dev.batchline.cli.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON that a person wrote. */
public final class JsonFiles {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonFiles() {}

  /**
   * @param text JSON itself when it begins with a brace, else a file's path
   * @throws RunException when it is no JSON
   */
  public static JsonNode inlineOrFile(String text) throws IOException {
    boolean inline = text.stripLeading().startsWith("{");
    return parse(inline ? text : Files.readString(Path.of(text)), inline ? "the argument" : text);
  }

  public static JsonNode file(Path file) throws IOException {
    return parse(Files.readString(file), file.toString());
  }

  private static JsonNode parse(String text, String name) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : "line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ": ";
      throw new RunException(
          Blame.USER, "read " + name, place + e.getOriginalMessage(), "It must be JSON.");
    }
  }
}
