package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.Disk;
import dev.batchline.base.RunException;
import dev.batchline.plan.PlanFile;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Gets a run's plan from Storage. */
final class StoredPlan {

  private StoredPlan() {}

  /** The plan without its tasks. */
  static PlanHeader header(RunStore store) {
    try (InputStream packed = store.plan()) {
      return PlanFile.readHeader(packed);
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE,
          "read the plan of run " + store.id(),
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "Try again.",
          e);
    }
  }

  /** Unpacks the plan into a temporary file that is gone when it is closed, or its process dies. */
  static PlanFile open(RunStore store) {
    try (InputStream packed = store.plan()) {
      return PlanFile.open(packed, Path.of(System.getProperty("java.io.tmpdir")));
    } catch (IOException e) {
      throw failed("unpack the plan of run " + store.id(), e);
    }
  }

  /** It could not be written to the directory for temporary files, which may have no room. */
  static RunException failed(String action, IOException e) {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    boolean full = Disk.isFull(directory);
    return new RunException(
        full ? Blame.CAPACITY : Blame.SERVICE,
        action,
        full
            ? "the disk of " + directory + " is full"
            : e.getClass().getSimpleName() + ": " + e.getMessage(),
        full
            ? "Make room there, and try again."
            : "Look at " + directory + ", where files of this machine go for a while.",
        e);
  }
}
