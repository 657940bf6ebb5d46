package dev.batchline.emulator.engine;

import java.util.function.Supplier;

/**
 * What the engine must know about its account.
 *
 * @param accountName of the Batch account
 * @param accountUrl scheme, host and port without a slash at the end; asked when a command starts,
 *     because the port may be known only after the engine is
 * @param quotas of the account
 */
public record EngineSettings(String accountName, Supplier<String> accountUrl, Quotas quotas) {}
