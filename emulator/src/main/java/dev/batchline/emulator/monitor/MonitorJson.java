package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/** Writes Azure Monitor's answers and errors. */
final class MonitorJson {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private MonitorJson() {}

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
    body.putObject("error").put("code", e.code()).put("message", e.getMessage());
    send(response, e.status(), body);
  }
}
