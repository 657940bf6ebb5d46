package dev.batchline.emulator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A JSON object that never changes, kept as bytes: a tenth of what its tree would take, which is
 * what lets a job hold a hundred thousand tasks.
 */
public final class Document {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final byte[] json;

  private Document(byte[] json) {
    this.json = json;
  }

  public static Document of(ObjectNode object) {
    try {
      return new Document(MAPPER.writeValueAsBytes(object));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree is always JSON", impossible);
    }
  }

  /** A tree of its own, which the caller may change. */
  public ObjectNode tree() {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("these bytes were written from a tree", impossible);
    }
  }

  /** As text, in one line. */
  public String json() {
    return new String(json, StandardCharsets.UTF_8);
  }
}
