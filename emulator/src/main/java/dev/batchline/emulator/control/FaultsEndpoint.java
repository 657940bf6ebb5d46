package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /control/faults}: POST sets the rules that are in force, GET shows how often they struck,
 * DELETE ends them.
 *
 * <p>{@code {"seed": 1, "rules": [...]}}, with rules as {@link FaultRule} reads them. It takes
 * {@code Authorization: AccountKey BASE64}, which no page in a browser can send unasked.
 */
public final class FaultsEndpoint implements Endpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/control/faults";
  private static final String SCHEME = "AccountKey ";
  private static final int LARGEST_BODY = 64 * 1024;

  private final AccountKey key;
  private final FaultPlan plan;

  public FaultsEndpoint(AccountKey key, FaultPlan plan) {
    this.key = key;
    this.plan = plan;
  }

  @Override
  public boolean answers(String path) {
    return path.equals(PATH);
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    String authorization = request.header("Authorization").orElse("");
    if (!authorization.startsWith(SCHEME)
        || !key.matches(authorization.substring(SCHEME.length()).strip())) {
      send(response, 403, JSON.createObjectNode().put("error", "the account's key is needed"));
      return;
    }
    switch (request.verb()) {
      case "GET" -> send(response, 200, state());
      case "DELETE" -> {
        plan.set(List.of(), 0);
        send(response, 200, state());
      }
      case "POST" -> set(body, response);
      default -> send(response, 405, JSON.createObjectNode().put("error", "GET, POST or DELETE"));
    }
  }

  private void set(HttpServletRequest body, HttpServletResponse response) throws IOException {
    try {
      JsonNode json = JSON.readTree(body.getInputStream().readNBytes(LARGEST_BODY));
      if (!json.path("rules").isArray()) {
        throw new IllegalArgumentException("rules must be a list");
      }
      List<FaultRule> rules = new ArrayList<>();
      json.path("rules").forEach(rule -> rules.add(FaultRule.of(rule)));
      plan.set(rules, json.path("seed").asLong(0));
      send(response, 200, state());
    } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
      send(response, 400, JSON.createObjectNode().put("error", e.getMessage()));
    }
  }

  private ObjectNode state() {
    ObjectNode state = JSON.createObjectNode();
    ArrayNode struck = state.putArray("struck");
    plan.struck().forEach(struck::add);
    return state;
  }

  private static void send(HttpServletResponse response, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
