package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.model.AccountQuotas;
import dev.batchline.emulator.model.Quotas;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The account as Azure Resource Manager shows it: GET of its ARM id tells its quotas. Nothing else
 * of Resource Manager is here.
 */
public final class AccountEndpoint implements Endpoint {

  private final String resource;
  private final AccountQuotas account;

  /**
   * @param resource the account's ARM id
   */
  public AccountEndpoint(String resource, AccountQuotas account) {
    this.resource = resource;
    this.account = account;
  }

  @Override
  public boolean answers(String path) {
    return path.equalsIgnoreCase(resource);
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    if (!request.verb().equals("GET")) {
      ControlAccess.refuse(response, 405, "GET");
      return;
    }
    if (request.query().value("api-version").isEmpty()) {
      ControlAccess.refuse(response, 400, "api-version is missing");
      return;
    }
    ControlAccess.send(response, 200, json(account.quotas()));
  }

  private ObjectNode json(Quotas quotas) {
    ObjectNode json =
        ControlAccess.JSON
            .createObjectNode()
            .put("id", resource)
            .put("name", resource.substring(resource.lastIndexOf('/') + 1))
            .put("type", "Microsoft.Batch/batchAccounts");
    json.putObject("properties")
        .put("provisioningState", "Succeeded")
        .put("poolAllocationMode", "BatchService")
        .put("poolQuota", quotas.pools())
        .put("activeJobAndJobScheduleQuota", quotas.jobs())
        .put("dedicatedCoreQuota", quotas.dedicatedCores())
        .put("dedicatedCoreQuotaPerVMFamilyEnforced", false)
        .put("lowPriorityCoreQuota", quotas.lowPriorityCores());
    return json;
  }
}
