package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/** Writes Azure Monitor's answers and errors. */
final class MonitorJson {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final int LARGEST_BODY = 256 * 1024;

  private MonitorJson() {}

  /** The JSON that a request carries. */
  static JsonNode read(HttpServletRequest body) throws IOException {
    byte[] bytes = body.getInputStream().readNBytes(LARGEST_BODY);
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new MonitorException(400, "BadArgumentError", "The body is no JSON");
    }
  }

  static void send(HttpServletResponse response, int status, JsonNode body) throws IOException {
    byte[] bytes = MAPPER.writeValueAsBytes(body);
    response.setStatus(status);
    response.setHeader("x-ms-request-id", UUID.randomUUID().toString());
    response.setContentType("application/json; charset=utf-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  static void refuse(HttpServletResponse response, MonitorException e) throws IOException {
    ObjectNode body = MAPPER.createObjectNode();
    body.set("error", error(e));
    send(response, e.status(), body);
  }

  static ObjectNode error(MonitorException e) {
    return MAPPER.createObjectNode().put("code", e.code()).put("message", e.getMessage());
  }
}
