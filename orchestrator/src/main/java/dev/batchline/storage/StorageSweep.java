package dev.batchline.storage;

import dev.batchline.base.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What Batchline keeps in one Storage account as who cleans it sees it. */
public interface StorageSweep {

  /**
   * A container that a run's nodes write to.
   *
   * @param modified when it was made or last changed; what lies in it changes nothing
   */
  record RunContainer(RunId run, Instant modified) {}

  /** Containers of runs whose records belong into this store, by their metadata. */
  List<RunContainer> containers();

  /** Objects by their hashes as names, page by page. */
  void objects(Consumer<List<StoredFile>> page);

  /**
   * Hashes of all objects that nodes of any of these runs may fetch, by their plans, which are read
   * some at a time; a run without a plan needs none.
   */
  Set<String> referenced(Collection<RunId> runs);

  /**
   * Removes objects, many at a time; those that are gone are passed over, and those that a run has
   * touched since they were listed stay.
   *
   * @param listed as {@link #objects} gave them
   * @return names of those that stay
   */
  Set<String> removeObjects(Collection<StoredFile> listed);
}
