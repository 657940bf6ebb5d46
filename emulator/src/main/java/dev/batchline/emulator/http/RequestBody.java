package dev.batchline.emulator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the JSON object that a request carries.
 *
 * <p>At most {@link #LARGEST} bytes are kept, which is the service's limit. Of a larger body the
 * rest is read and thrown away, up to a bound: a client that is still sending when the connection
 * closes would never see why.
 */
final class RequestBody {

  static final int LARGEST = 1024 * 1024;

  private static final long MOST_THROWN_AWAY = 64L * 1024 * 1024;
  private static final int DEEPEST = 100;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RequestBody() {}

  /** The object that was sent; empty when there is no body at all. */
  static Optional<ObjectNode> read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throwAway(body);
      throw Refusals.bodyTooLarge(LARGEST);
    }
    if (bytes.length == 0) {
      return Optional.empty();
    }
    return Optional.of(parse(bytes));
  }

  private static ObjectNode parse(byte[] bytes) {
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw Refusals.invalidBody(e.getOriginalMessage());
    } catch (IOException e) {
      throw Refusals.invalidBody("It is no text in UTF-8.");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Refusals.invalidBody("It is no JSON object.");
  }

  private static void throwAway(InputStream body) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long total = 0;
    int count = body.read(buffer);
    while (count >= 0 && total < MOST_THROWN_AWAY) {
      total += count;
      count = body.read(buffer);
    }
  }
}
