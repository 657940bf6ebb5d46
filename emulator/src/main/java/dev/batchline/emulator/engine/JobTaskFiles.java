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

  /** What waits for that long knows the job by its name alone, and keeps none that is gone. */
  private void retain(AccountJob job, AccountJob.OnNode on, Files files) {
    Optional<Instant> ended = files.ended(on);
    String key = job.job().key();
    Instant created = job.job().created();
    String node = Ids.key(on.nodeId());
    ended.ifPresent(
        at ->
            core.timers()
                .at(
                    at.plus(files.retention()),
                    () ->
                        core.account()
                            .findJob(key)
                            .filter(now -> now.job().created().equals(created))
                            .ifPresent(
                                now ->
                                    Optional.ofNullable(now.nodes().get(node))
                                        .filter(known -> files.ended(known).equals(ended))
                                        .ifPresent(known -> remove(now, known, files.taskId())))));
  }

  private void remove(AccountJob job, AccountJob.OnNode on, String taskId) {
    core.node(new NodeKey(Ids.key(on.poolId()), Ids.key(on.nodeId())))
        .flatMap(Node::root)
        .map(root -> root.resolve(Path.of(job.job().directory()).resolve(taskId)))
        .ifPresent(directory -> core.deleteFiles(List.of(directory), List.of()));
  }
}
