package dev.batchline.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.engine.AccountResources;
import dev.batchline.emulator.http.HttpSettings;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.node.TaskUsers;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an emulator is started with.
 *
 * @param directory below which nodes get theirs; made when missing
 * @param quotas of the account at first
 * @param faults as {@link dev.batchline.emulator.control.FaultControl#set} reads them
 * @param pace how much faster than Azure the platform is
 * @param resources what belongs to the account besides pools and jobs
 * @param state directory in which the account is kept, with the nodes' directories
 * @param users whom tasks can run as
 */
public record EmulatorSettings(
    HttpSettings http,
    Path directory,
    double pace,
    AccountResources resources,
    Quotas quotas,
    Optional<JsonNode> faults,
    Optional<Path> state,
    TaskUsers users) {

  /** The subscription and resource group of an account that has none. */
  private static final String RESOURCE =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/batchline-emulator"
          + "/providers/Microsoft.Batch/batchAccounts/";

  /** Settings without a storage account or faults, with the usual quotas; nothing is kept. */
  public EmulatorSettings(HttpSettings http, Path directory, double pace) {
    this(
        http,
        directory,
        pace,
        AccountResources.NONE,
        Quotas.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        TaskUsers.NONE);
  }

  /** The account's ARM id, which metrics are asked for by. */
  public String resourceId() {
    return RESOURCE + http.key().account();
  }
}
