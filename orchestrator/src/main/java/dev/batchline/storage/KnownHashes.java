package dev.batchline.storage;

import dev.batchline.storage.ManifestEntries.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hashes of outputs as the run's manifest in Storage has them, for comparing.
 *
 * <p>It is read beside a listing in the same order, run by run and name by name, so memory holds
 * one entry of a million. What it doesn't have is simply not known; what it has and the listing has
 * not is lost.
 */
final class KnownHashes implements Closeable {

  private final List<String> runs;
  private final ManifestEntries entries;
  private final Consumer<Entry> lost;
  private Optional<Entry> next;

  private KnownHashes(List<String> runs, ManifestEntries entries, Consumer<Entry> lost)
      throws IOException {
    this.runs = List.copyOf(runs);
    this.entries = entries;
    this.lost = lost;
    this.next = entries.next();
  }

  /**
   * @param runs in the order in which their outputs are listed; the first is the store's own
   * @param lost told of each entry that the listing has not had in its place
   */
  static KnownHashes of(RunStore store, List<String> runs, Consumer<Entry> lost)
      throws IOException {
    return new KnownHashes(runs, ManifestEntries.of(store), lost);
  }

  /** The hash of a file; asked for in the order of the listing. */
  Optional<String> sha256(String run, StoredFile file) throws IOException {
    int asked = runs.indexOf(run);
    while (next.isPresent() && isBefore(next.get(), asked, file.name())) {
      leave(next.get());
    }
    boolean same = next.filter(entry -> isOf(entry, asked, file.name())).isPresent();
    if (!same) {
      return Optional.empty();
    }
    String sha256 = next.orElseThrow().sha256();
    next = entries.next();
    return Optional.of(sha256);
  }

  /** All that a run has was asked for. */
  void endOf(String run) throws IOException {
    int ended = runs.indexOf(run);
    while (next.isPresent() && runs.indexOf(next.get().run()) <= ended) {
      leave(next.get());
    }
  }

  /** Nothing that a run had is there any more, which is told otherwise. */
  void skip(String run) throws IOException {
    int skipped = runs.indexOf(run);
    while (next.isPresent() && runs.indexOf(next.get().run()) <= skipped) {
      next = entries.next();
    }
  }

  private void leave(Entry entry) throws IOException {
    lost.accept(entry);
    next = entries.next();
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }

  private boolean isOf(Entry entry, int run, String path) {
    return runs.indexOf(entry.run()) == run && entry.path().equals(path);
  }

  private boolean isBefore(Entry entry, int run, String path) {
    int of = runs.indexOf(entry.run());
    return of < run || (of == run && entry.path().compareTo(path) < 0);
  }
}
