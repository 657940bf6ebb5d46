package dev.batchline.cli.local;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All local stores of one home: numbered directories, so that two local runs at once work. */
public final class LocalStores {

  private static final int MOST = 99;

  private final Path directory;

  /**
   * @param home where local state lives
   */
  public LocalStores(Path home) {
    this.directory = home.resolve("local");
  }

  /** The first store that no process has. */
  public LocalStore openFree() throws IOException {
    for (int number = 1; number <= MOST; number++) {
      Optional<LocalStore> store = LocalStore.tryOpen(directory.resolve(Integer.toString(number)));
      if (store.isPresent()) {
        return store.get();
      }
    }
    throw new RunException(
        Blame.USER,
        "open a local store",
        MOST + " local runs go on already",
        "Wait for one to end.");
  }

  /** Directories of the stores there are, by number. */
  public List<Path> all() {
    List<Path> stores = new ArrayList<>();
    for (int number = 1; number <= MOST; number++) {
      Path store = directory.resolve(Integer.toString(number));
      if (Files.isDirectory(store)) {
        stores.add(store);
      }
    }
    return stores;
  }

  /** All runs that the stores remember. */
  public List<RunId> runs() throws IOException {
    List<RunId> runs = new ArrayList<>();
    for (Path store : all()) {
      runs.addAll(LocalStore.remembered(store));
    }
    return runs;
  }

  /** The store that has this run. */
  public Optional<Path> find(RunId run) {
    return all().stream().filter(store -> LocalStore.remembers(store, run)).findFirst();
  }
}
