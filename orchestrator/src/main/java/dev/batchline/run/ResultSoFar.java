package dev.batchline.run;

import dev.batchline.run.RunResult.Ending;
import dev.batchline.storage.Collected;
import dev.batchline.storage.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All of a {@link RunResult} but what is found at the end. */
record ResultSoFar(
    RunStore store, RunRecord record, RunState state, Ending ending, Path directory) {

  RunResult with(List<FailedTask> failed, Optional<Collected> collected) {
    return new RunResult(
        record,
        ending,
        state.plan(),
        state,
        failed,
        state.usage(),
        collected,
        directory,
        store.outputsLocation());
  }
}
