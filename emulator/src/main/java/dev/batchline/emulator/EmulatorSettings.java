package dev.batchline.emulator;

import dev.batchline.emulator.engine.AutoStorage;
import dev.batchline.emulator.http.HttpSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an emulator is started with.
 *
 * @param directory below which nodes get theirs; made when missing
 * @param pace how much faster than Azure the platform is
 * @param autoStorage the storage account of the Batch account
 */
public record EmulatorSettings(
    HttpSettings http, Path directory, double pace, Optional<AutoStorage> autoStorage) {

  /** Settings of an account without a storage account. */
  public EmulatorSettings(HttpSettings http, Path directory, double pace) {
    this(http, directory, pace, Optional.empty());
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
