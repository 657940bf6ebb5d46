package dev.batchline.emulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeFaults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /control/nodes}: POST {@code {"fault": "preempt"|"unusable", "poolId": ..., "nodeId":
 * ...}} takes a Spot node away or breaks a node; {@code code} and {@code message} say what is wrong
 * with a broken one.
 *
 * <p>It takes {@code Authorization: AccountKey BASE64}, which no page in a browser can send
 * unasked.
 */
public final class NodeFaultsEndpoint implements Endpoint {

  private static final String PATH = "/control/nodes";

  private final ControlAccess access;
  private final NodeFaults faults;

  public NodeFaultsEndpoint(AccountKey key, NodeFaults faults) {
    this.access = new ControlAccess(key);
    this.faults = faults;
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
    if (!request.verb().equals("POST")) {
      ControlAccess.refuse(response, 405, "there is only POST of " + PATH);
      return;
    }
    strike(body, response);
  }

  private void strike(HttpServletRequest body, HttpServletResponse response) throws IOException {
    try {
      JsonNode json = ControlAccess.read(body);
      String pool = json.path("poolId").asText();
      String node = json.path("nodeId").asText();
      switch (json.path("fault").asText()) {
        case "preempt" -> faults.preempt(pool, node);
        case "unusable" ->
            faults.makeUnusable(
                pool,
                node,
                new Node.Problem(
                    json.path("code").asText("Unknown"),
                    json.path("message").asText("The node was broken on request.")));
        default -> throw new IllegalArgumentException("fault must be preempt or unusable");
      }
      ControlAccess.send(response, 200, ControlAccess.JSON.createObjectNode());
    } catch (BatchError refused) {
      ControlAccess.refuse(
          response, refused.status(), refused.code() + ": " + refused.getMessage());
    } catch (IllegalArgumentException | JsonProcessingException mistaken) {
      ControlAccess.refuse(response, 400, String.valueOf(mistaken.getMessage()));
    }
  }
}
