package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Compares the outputs that a run's manifest lists with those that Storage has. */
public final class RecordedOutputs {

  private static final String OUTPUT = "output/";

  private RecordedOutputs() {}

  /**
   * Lists the outputs of a run page by page, beside its manifest.
   *
   * @param there called with the name of each output that Storage has, recorded or not
   * @param lost called with the name of each that the manifest lists and Storage has not
   */
  public static void compare(RunStore store, Consumer<String> there, Consumer<String> lost) {
    String run = store.id().value();
    LostOutputs missing = new LostOutputs(Map.of(run, store), entry -> lost.accept(entry.path()));
    try (KnownHashes recorded = KnownHashes.of(store, List.of(run), missing)) {
      store.list(
          OUTPUT,
          page -> {
            for (StoredFile file : page) {
              there.accept(file.name());
              find(recorded, run, file);
            }
          });
      recorded.endOf(run);
    } catch (IOException e) {
      throw unreadable(run, e);
    }
  }

  private static void find(KnownHashes recorded, String run, StoredFile file) {
    try {
      recorded.sha256(run, file);
    } catch (IOException e) {
      throw unreadable(run, e);
    }
  }

  private static RunException unreadable(String run, IOException e) {
    return new RunException(
        Blame.SERVICE,
        "read the manifest of run " + run,
        e.getClass().getSimpleName() + ": " + e.getMessage(),
        "Try again; if it stays so, write it anew with: batchline collect " + run + " --to DIR",
        e);
  }
}
