package dev.batchline.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.engine.AutoStorage;
import dev.batchline.emulator.http.HttpSettings;
import dev.batchline.emulator.model.Quotas;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an emulator is started with.
 *
 * @param directory below which nodes get theirs; made when missing
 * @param quotas of the account at first
 * @param faults as {@link dev.batchline.emulator.control.FaultControl#set} reads them
 * @param pace how much faster than Azure the platform is
 * @param autoStorage the storage account of the Batch account
 */
public record EmulatorSettings(
    HttpSettings http,
    Path directory,
    double pace,
    Optional<AutoStorage> autoStorage,
    Quotas quotas,
    Optional<JsonNode> faults) {

  /** Settings of an account without a storage account, with the usual quotas and no faults. */
  public EmulatorSettings(HttpSettings http, Path directory, double pace) {
    this(http, directory, pace, Optional.empty(), Quotas.DEFAULT, Optional.empty());
  }

  /** The subscription and resource group of an account that has none. */
  private static final String RESOURCE =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/batchline-emulator"
          + "/providers/Microsoft.Batch/batchAccounts/";

  /** The account's ARM id, which metrics are asked for by. */
  public String resourceId() {
    return RESOURCE + http.key().account();
  }
}
