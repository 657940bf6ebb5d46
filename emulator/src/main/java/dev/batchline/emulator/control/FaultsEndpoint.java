package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
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

  private static final String PATH = "/control/faults";

  private final ControlAccess access;
  private final FaultPlan plan;

  public FaultsEndpoint(AccountKey key, FaultPlan plan) {
    this.access = new ControlAccess(key);
    this.plan = plan;
  }

  @Override
  public boolean answers(String path) {
    return path.equals(PATH);
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    if (!access.admits(request, response)) {
      return;
    }
    switch (request.verb()) {
      case "GET" -> ControlAccess.send(response, 200, state());
      case "DELETE" -> {
        plan.set(List.of(), 0);
        ControlAccess.send(response, 200, state());
      }
      case "POST" -> set(body, response);
      default -> ControlAccess.refuse(response, 405, "GET, POST or DELETE");
    }
  }

  private void set(HttpServletRequest body, HttpServletResponse response) throws IOException {
    try {
      JsonNode json =
          ControlAccess.JSON.readTree(body.getInputStream().readNBytes(ControlAccess.LARGEST_BODY));
      if (!json.path("rules").isArray()) {
        throw new IllegalArgumentException("rules must be a list");
      }
      List<FaultRule> rules = new ArrayList<>();
      json.path("rules").forEach(rule -> rules.add(FaultRule.of(rule)));
      plan.set(rules, json.path("seed").asLong(0));
      ControlAccess.send(response, 200, state());
    } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
      ControlAccess.refuse(response, 400, String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode state() {
    ObjectNode state = ControlAccess.JSON.createObjectNode();
    ArrayNode struck = state.putArray("struck");
    plan.struck().forEach(struck::add);
    return state;
  }
}
