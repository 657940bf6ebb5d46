package dev.batchline.cli.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;

/** Reads JSON that a person wrote. */
public final class JsonFiles {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonFiles() {}

  /**
   * @param text JSON itself when it begins with a brace or bracket, else a file's path
   * @throws RunException when it is no JSON
   */
  public static JsonNode inlineOrFile(String text) throws IOException {
    boolean inline = text.stripLeading().matches("(?s)[{\\[].*");
    return parse(
        inline ? text : TextFile.read(text), inline ? "the argument" : TextFile.shown(text));
  }

  public static JsonNode file(String name) throws IOException {
    return parse(TextFile.read(name), TextFile.shown(name));
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
