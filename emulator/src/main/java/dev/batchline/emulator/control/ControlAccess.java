package dev.batchline.emulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What all control endpoints have in common: who may use them, and how they answer.
 *
 * <p>They take {@code Authorization: AccountKey BASE64}, which no page in a browser can send
 * unasked.
 */
final class ControlAccess {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_BODY = 64 * 1024;

  private static final String SCHEME = "AccountKey ";

  private final AccountKey key;

  ControlAccess(AccountKey key) {
    this.key = key;
  }

  /** Whether the request may go on; if not, it has been answered. */
  boolean admits(Request request, HttpServletResponse response) throws IOException {
    String authorization = request.header("Authorization").orElse("");
    if (authorization.startsWith(SCHEME)
        && key.matches(authorization.substring(SCHEME.length()).strip())) {
      return true;
    }
    refuse(response, 403, "the account's key is needed");
    return false;
  }

  /**
   * The JSON object that was sent.
   *
   * @throws IllegalArgumentException when it is none
   */
  static JsonNode read(HttpServletRequest body) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(body.getInputStream().readNBytes(LARGEST_BODY));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("a JSON object is needed");
    }
    return json;
  }

  static void refuse(HttpServletResponse response, int status, String error) throws IOException {
    send(response, status, JSON.createObjectNode().put("error", error));
  }

  static void send(HttpServletResponse response, int status, ObjectNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
