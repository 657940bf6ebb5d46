package dev.batchline.emulator.engine;

import java.util.Optional;

/**
 * What belongs to the account and is managed elsewhere than by the Batch service.
 *
 * @param autoStorage where resource files are that name a container without a URL
 * @param applications whose packages pools and tasks refer to
 */
public record AccountResources(Optional<AutoStorage> autoStorage, Applications applications) {

  /** Of an account that has nothing. */
  public static final AccountResources NONE =
      new AccountResources(Optional.empty(), Applications.NONE);
}
