package dev.batchline.emulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/control/nodes";
  private static final String SCHEME = "AccountKey ";
  private static final int LARGEST_BODY = 64 * 1024;

  private final AccountKey key;
  private final NodeFaults faults;

  public NodeFaultsEndpoint(AccountKey key, NodeFaults faults) {
    this.key = key;
    this.faults = faults;
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
      send(response, 403, "the account's key is needed");
    } else if (!request.verb().equals("POST")) {
      send(response, 405, "POST");
    } else {
      strike(body, response);
    }
  }

  private void strike(HttpServletRequest body, HttpServletResponse response) throws IOException {
    try {
      JsonNode json = JSON.readTree(body.getInputStream().readNBytes(LARGEST_BODY));
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
      send(response, 200, "");
    } catch (BatchError refused) {
      send(response, refused.status(), refused.code());
    } catch (IllegalArgumentException | JsonProcessingException mistaken) {
      send(response, 400, String.valueOf(mistaken.getMessage()));
    }
  }

  private static void send(HttpServletResponse response, int status, String error)
      throws IOException {
    ObjectNode body = JSON.createObjectNode();
    if (!error.isEmpty()) {
      body.put("error", error);
    }
    byte[] bytes = JSON.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
