package dev.batchline.cli.console;

import dev.batchline.run.RunProgress;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunStatus;
import dev.batchline.storage.CollectProgress;
import dev.batchline.storage.UploadProgress;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a run at one moment, for showing it.
 *
 * @param run its id
 * @param elapsed since this process began to watch
 */
record RunView(
    String run,
    RunStatus status,
    Optional<UploadProgress> upload,
    Optional<RunProgress> progress,
    Optional<CollectProgress> collect,
    Duration elapsed) {

  static RunView begin(String run) {
    return new RunView(
        run,
        RunStatus.PLANNED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO);
  }

  RunView with(RunStatus newStatus) {
    return new RunView(run, newStatus, upload, progress, collect, elapsed);
  }

  /** In another state, with the tasks as its record counts them: what has ended runs no more. */
  RunView with(RunRecord record) {
    return new RunView(
        run,
        record.state(),
        upload,
        record.state() == RunStatus.RUNNING
            ? progress
            : progress.map(known -> known.with(record.tasks())),
        collect,
        elapsed);
  }

  RunView with(UploadProgress newUpload) {
    return new RunView(run, status, Optional.of(newUpload), progress, collect, elapsed);
  }

  RunView with(RunProgress newProgress) {
    return new RunView(run, status, upload, Optional.of(newProgress), collect, elapsed);
  }

  RunView with(CollectProgress newCollect) {
    return new RunView(run, status, upload, progress, Optional.of(newCollect), elapsed);
  }

  RunView at(Duration newElapsed) {
    return new RunView(run, status, upload, progress, collect, newElapsed);
  }

  /** How much of all work is done, 0 to 100. */
  int percent() {
    return switch (status) {
      case PLANNED, UPLOADING -> 0;
      case RUNNING ->
          progress
              .map(p -> p.tasks().total() == 0 ? 0 : 99 * p.tasks().done() / p.tasks().total())
              .orElse(0);
      case COLLECTING -> 99;
      case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, STOPPED -> 100;
    };
  }
}
