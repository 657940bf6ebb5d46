package dev.batchline.run;

import dev.batchline.plan.PlanFile;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run was to do and what became of it so far, for those who look and don't drive. */
public record RunHistory(PlanHeader plan, RunState state) {

  /** Reads the plan and replays the journal. */
  static RunHistory read(RunStore store) {
    PlanHeader plan = header(store);
    RunState state = new RunState(plan);
    Journal.replay(store, state::apply);
    return new RunHistory(plan, state);
  }

  private static PlanHeader header(RunStore store) {
    try {
      Path directory = Files.createTempDirectory("batchline-plan-");
      try (InputStream packed = store.plan();
          PlanFile plan = PlanFile.open(packed, directory)) {
        return plan.header();
      } finally {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
