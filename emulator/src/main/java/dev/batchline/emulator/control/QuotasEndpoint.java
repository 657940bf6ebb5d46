package dev.batchline.emulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.model.AccountQuotas;
import dev.batchline.emulator.model.Quotas;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * {@code /control/quotas}: GET shows the account's quotas, PATCH sets those that are named, as
 * Azure Resource Manager names them. It takes {@code Authorization: AccountKey BASE64}.
 */
public final class QuotasEndpoint implements Endpoint {

  private static final String PATH = "/control/quotas";
  private static final String POOLS = "poolQuota";
  private static final String JOBS = "activeJobAndJobScheduleQuota";
  private static final String DEDICATED = "dedicatedCoreQuota";
  private static final String LOW_PRIORITY = "lowPriorityCoreQuota";
  private static final List<String> MEMBERS = List.of(POOLS, JOBS, DEDICATED, LOW_PRIORITY);

  private final ControlAccess access;
  private final AccountQuotas account;

  public QuotasEndpoint(AccountKey key, AccountQuotas account) {
    this.access = new ControlAccess(key);
    this.account = account;
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
    try {
      switch (request.verb()) {
        case "GET" -> {}
        case "PATCH" -> account.setQuotas(changed(account.quotas(), ControlAccess.read(body)));
        default -> {
          ControlAccess.refuse(response, 405, "GET or PATCH");
          return;
        }
      }
      ControlAccess.send(response, 200, json(account.quotas()));
    } catch (IllegalArgumentException | JsonProcessingException mistaken) {
      ControlAccess.refuse(response, 400, String.valueOf(mistaken.getMessage()));
    }
  }

  private static Quotas changed(Quotas quotas, JsonNode json) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException(
                    "there is no quota \"%s\", but %s".formatted(name, String.join(", ", MEMBERS)));
              }
            });
    return new Quotas(
        number(json, POOLS, quotas.pools()),
        number(json, JOBS, quotas.jobs()),
        number(json, DEDICATED, quotas.dedicatedCores()),
        number(json, LOW_PRIORITY, quotas.lowPriorityCores()));
  }

  private static int number(JsonNode json, String member, int otherwise) {
    JsonNode said = json.path(member);
    if (said.isMissingNode()) {
      return otherwise;
    }
    if (!said.isInt()) {
      throw new IllegalArgumentException(member + " must be a whole number");
    }
    return said.asInt();
  }

  private static ObjectNode json(Quotas quotas) {
    return ControlAccess.JSON
        .createObjectNode()
        .put(POOLS, quotas.pools())
        .put(JOBS, quotas.jobs())
        .put(DEDICATED, quotas.dedicatedCores())
        .put(LOW_PRIORITY, quotas.lowPriorityCores());
  }
}
