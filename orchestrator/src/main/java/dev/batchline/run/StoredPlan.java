package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.PlanFile;
import dev.batchline.storage.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run's plan from Storage, unpacked into a directory that is gone when it is closed. */
record StoredPlan(Path directory, PlanFile plan) implements AutoCloseable {

  static StoredPlan open(RunStore store) {
    try {
      Path directory = Files.createTempDirectory("batchline-plan-");
      try (InputStream packed = store.plan()) {
        return new StoredPlan(directory, PlanFile.open(packed, directory));
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(directory);
        throw e;
      }
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE,
          "unpack the plan of run " + store.id(),
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "Look at the room in this machine's directory for temporary files, and try again.",
          e);
    }
  }

  @Override
  public void close() {
    try {
      plan.close();
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
