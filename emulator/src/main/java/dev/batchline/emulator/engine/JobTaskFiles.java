package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files of a job's preparation and release tasks, each of which goes from a node when its
 * retention time after its end is over, unless it ran there again since.
 */
final class JobTaskFiles {

  private final Core core;

  JobTaskFiles(Core core) {
    this.core = core;
  }

  /** To be called when one of these tasks has ended on a node, or had in an earlier life. */
  void retain(AccountJob job, AccountJob.OnNode on) {
    JobSettings settings = job.job().settings();
    settings
        .preparation()
        .ifPresent(
            task ->
                retain(
                    job,
                    on,
                    new Files(task.id(), task.constraints().retention(), JobTaskFiles::prepared)));
    settings
        .release()
        .ifPresent(
            task ->
                retain(
                    job, on, new Files(task.id(), task.retention(), AccountJob.OnNode::release)));
  }

  /**
   * @param execution of the task, as it is known of a node
   */
  private record Files(
      String taskId,
      Duration retention,
      Function<AccountJob.OnNode, Optional<Execution>> execution) {

    Optional<Instant> ended(AccountJob.OnNode on) {
      return execution.apply(on).flatMap(Execution::ended);
    }
  }

  private static Optional<Execution> prepared(AccountJob.OnNode on) {
    return Optional.of(on.preparation());
  }

  private void retain(AccountJob job, AccountJob.OnNode on, Files files) {
    Optional<Instant> ended = files.ended(on);
    ended.ifPresent(
        at ->
            core.timers()
                .at(
                    at.plus(files.retention()),
                    () -> {
                      AccountJob.OnNode now = job.nodes().get(Ids.key(on.nodeId()));
                      if (now != null && files.ended(now).equals(ended)) {
                        remove(job, now, files.taskId());
                      }
                    }));
  }

  private void remove(AccountJob job, AccountJob.OnNode on, String taskId) {
    if (core.account().findJob(job.job().key()).filter(job::equals).isEmpty()) {
      return; // its directories go as a whole
    }
    core.node(new NodeKey(Ids.key(on.poolId()), Ids.key(on.nodeId())))
        .flatMap(Node::root)
        .map(root -> root.resolve(Path.of(job.job().directory()).resolve(taskId)))
        .ifPresent(directory -> core.deleteFiles(List.of(directory), List.of()));
  }
}
