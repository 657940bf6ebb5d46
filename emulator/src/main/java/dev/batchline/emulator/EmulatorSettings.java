package dev.batchline.emulator;

import dev.batchline.emulator.http.HttpSettings;
import java.nio.file.Path;

/**
 * What an emulator is started with.
 *
 * @param directory below which nodes get theirs; made when missing
 * @param pace how much faster than Azure the platform is
 */
public record EmulatorSettings(HttpSettings http, Path directory, double pace) {

  /** The subscription and resource group of an account that has none. */
  private static final String RESOURCE =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/batchline-emulator"
          + "/providers/Microsoft.Batch/batchAccounts/";

  /** The account's ARM id, which metrics are asked for by. */
  public String resourceId() {
    return RESOURCE + http.key().account();
  }
}
