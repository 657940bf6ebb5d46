package dev.batchline.emulator.schedule;

import dev.batchline.autoscale.Conditions;
import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.EvaluationOptions;
import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.PoolSize;
import dev.batchline.autoscale.Samples;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AutoscaleRun;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a pool's formula makes of the pool, and what the pool looks like to it: pure. */
public final class Autoscaler {

  private Autoscaler() {}

  /**
   * What came of an evaluation.
   *
   * @param resize what the pool shall become; nothing, if the evaluation failed
   */
  public record Decision(AutoscaleRun run, Optional<Resize> resize) {}

  /** New targets, and what becomes of tasks on nodes that go. */
  public record Resize(NodeTargets targets, DeallocationOption option) {}

  /**
   * Evaluates a formula for a pool.
   *
   * @param samples with times on Azure's own time scale
   */
  public static Decision evaluate(Formula formula, AccountPool pool, Samples samples, Instant now) {
    NodeTargets targets = pool.pool().sizing().targets();
    NodeTargets current = pool.current();
    PoolSize size =
        new PoolSize(
            targets.dedicated(),
            targets.lowPriority(),
            current.dedicated(),
            current.lowPriority(),
            pool.pool().settings().taskSlotsPerNode());
    Evaluation evaluation =
        formula.evaluate(new Conditions(now, size, samples, EvaluationOptions.standard()));
    if (!evaluation.succeeded()) {
      Optional<AutoscaleRun.Failed> failed =
          evaluation
              .error()
              .map(e -> new AutoscaleRun.Failed(e.code().code(), e.message(), e.detail()));
      return new Decision(
          new AutoscaleRun(now, evaluation.resultsString(), failed), Optional.empty());
    }
    Resize resize =
        new Resize(
            new NodeTargets(
                evaluation.targets().dedicatedNodes(), evaluation.targets().lowPriorityNodes()),
            DeallocationOption.of(evaluation.targets().deallocationOption().word()));
    return new Decision(
        new AutoscaleRun(now, evaluation.resultsString(), Optional.empty()), Optional.of(resize));
  }

  /**
   * One sample of everything that a formula can ask for and the emulator knows.
   *
   * @param jobs those bound to the pool
   */
  public static Map<Metric, Double> measure(AccountPool pool, Collection<AccountJob> jobs) {
    double active = 0;
    double running = 0;
    double succeeded = 0;
    double failed = 0;
    for (AccountJob job : jobs) {
      if (job.job().is(JobState.ACTIVE)) {
        active += job.tasks().readyInstances();
      }
      for (Task task : job.tasks().placed()) {
        running += task.settings().instances();
      }
      succeeded += job.tasks().totals().succeeded();
      failed += job.tasks().totals().failed();
    }
    Map<Metric, Double> sample = new EnumMap<>(Metric.class);
    sample.put(Metric.ACTIVE_TASKS, active);
    sample.put(Metric.RUNNING_TASKS, running);
    sample.put(Metric.PENDING_TASKS, active + running);
    sample.put(Metric.SUCCEEDED_TASKS, succeeded);
    sample.put(Metric.FAILED_TASKS, failed);
    sample.put(Metric.PREEMPTED_NODE_COUNT, (double) nodes(pool, NodeState.PREEMPTED));
    sample.put(
        Metric.USABLE_NODE_COUNT,
        (double) nodes(pool, NodeState.IDLE) + nodes(pool, NodeState.RUNNING));
    return sample;
  }

  private static int nodes(AccountPool pool, NodeState state) {
    int count = 0;
    for (Node node : pool.allNodes()) {
      count += node.is(state) ? 1 : 0;
    }
    return count;
  }
}
