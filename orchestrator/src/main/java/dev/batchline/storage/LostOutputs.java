package dev.batchline.storage;

import dev.batchline.storage.ManifestEntries.Entry;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells which outputs are lost that a manifest lists and a listing had not in its place.
 *
 * <p>Accounts with directories list names in another order than those without, so Storage is asked
 * for each by its name, until so many were lost indeed that the order is no question any more.
 */
final class LostOutputs implements Consumer<Entry> {

  private static final int ASKED_FOR = 100;

  private final Map<String, RunStore> stores;
  private final Consumer<Entry> lost;
  private int count;

  /**
   * @param stores of the runs that made the outputs, by their ids
   * @param lost told of those that are not in Storage
   */
  LostOutputs(Map<String, RunStore> stores, Consumer<Entry> lost) {
    this.stores = Map.copyOf(stores);
    this.lost = lost;
  }

  @Override
  public void accept(Entry entry) {
    RunStore store = stores.get(entry.run());
    if (store == null || (count < ASKED_FOR && store.range(entry.path(), 0, 1).isPresent())) {
      return;
    }
    count++;
    lost.accept(entry);
  }
}
