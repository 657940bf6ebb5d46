package dev.batchline.emulator.state;

import dev.batchline.emulator.model.Account;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All that is kept of an account, as text that can be compared. */
public final class Dump {

  private static final EntryJson JSON = new EntryJson();

  private Dump() {}

  public static List<String> of(Account account) {
    return Entries.all(account).stream()
        .map(entry -> new String(JSON.write(List.of(entry)), StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  /** A journal that takes any log for worth being replaced. */
  public static Journal openCompacting(java.nio.file.Path directory) throws java.io.IOException {
    return Journal.open(directory, 1);
  }

  /** Does what the engine's thread does, until everything is kept. */
  public static void keepAll(Journal journal) {
    while (!journal.kept().isDone()) {
      journal.handOver();
      Thread.onSpinWait();
    }
  }
}
