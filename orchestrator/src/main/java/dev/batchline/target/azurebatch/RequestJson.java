package dev.batchline.target.azurebatch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.rest.serializer.JacksonAdapter;
import java.io.IOException;

/**
 * Writes requests of the SDK's types as JSON, with its plain mapper.
 *
 * <p>The mapper that the SDK itself uses for requests compiles regular expressions for each member,
 * for a feature that none of Batch's types has.
 */
final class RequestJson {

  /** What one request may hold in bytes; the rest of Batch's mebibyte is for what is around it. */
  static final int LIMIT = 1024 * 1024 - 4096;

  /** About what a task takes, in bytes. */
  private static final int BODY = 4096;

  static final ObjectMapper MAPPER = new PlainAdapter().mapper();

  private RequestJson() {}

  /** A request, or a part of one. */
  static byte[] of(Object part) {
    try {
      return MAPPER.writeValueAsBytes(part);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What is written member by member, for requests that are made too often for reflection. */
  static byte[] written(Body body) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(BODY);
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
      body.write(json);
      json.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Writes one value. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** Opens what the SDK keeps to its subclasses. */
  private static final class PlainAdapter extends JacksonAdapter {
    ObjectMapper mapper() {
      return simpleMapper();
    }
  }
}
