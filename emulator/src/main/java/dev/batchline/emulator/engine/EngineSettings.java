package dev.batchline.emulator.engine;

import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.JobTokens;
import dev.batchline.emulator.model.Quotas;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the engine must know about its account.
 *
 * @param accountName of the Batch account
 * @param accountUrl scheme, host and port without a slash at the end; asked when a command starts,
 *     because the port may be known only after the engine is
 * @param quotas of the account, until others are set
 * @param events told what happens, by the engine's thread; must neither wait nor throw
 * @param jobTokens from which tasks get theirs
 * @param resources what belongs to the account besides
 * @param faults what goes wrong besides what really does
 */
public record EngineSettings(
    String accountName,
    Supplier<String> accountUrl,
    Quotas quotas,
    Consumer<AccountEvent> events,
    JobTokens jobTokens,
    AccountResources resources,
    Faults faults) {

  /** Settings of an account without faults, whose events nobody wants to know. */
  public EngineSettings(String accountName, Supplier<String> accountUrl, Quotas quotas) {
    this(
        accountName,
        accountUrl,
        quotas,
        event -> {},
        JobTokens.create(),
        AccountResources.NONE,
        Faults.NONE);
  }
}
