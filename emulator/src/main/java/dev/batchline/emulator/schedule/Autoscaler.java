package dev.batchline.emulator.schedule;

import dev.batchline.autoscale.Conditions;
import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.EvaluationOptions;
import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.PoolSize;
import dev.batchline.autoscale.SampleHistory;
import dev.batchline.autoscale.SampleWindow;
import dev.batchline.autoscale.Samples;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AutoscaleEvaluation;
import dev.batchline.emulator.model.AutoscaleRun;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a pool's formula makes of the pool, and what the pool looks like to it: pure. */
public final class Autoscaler {

  /** Samples of a metric that are kept of an evaluation, for people to look at. */
  private static final int LATEST = 12;

  private static final int MOST_WINDOWS = 10;

  private Autoscaler() {}

  /**
   * What came of an evaluation.
   *
   * @param seen the metrics that the formula names, as it found them
   * @param resize what the pool shall become; nothing, if the evaluation failed
   */
  public record Decision(
      AutoscaleRun run, List<AutoscaleEvaluation.Seen> seen, Optional<Resize> resize) {}

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
    List<AutoscaleEvaluation.Seen> seen = seen(formula, samples, evaluation);
    if (!evaluation.succeeded()) {
      Optional<AutoscaleRun.Failed> failed =
          evaluation
              .error()
              .map(e -> new AutoscaleRun.Failed(e.code().code(), e.message(), e.detail()));
      return new Decision(
          new AutoscaleRun(now, evaluation.resultsString(), failed), seen, Optional.empty());
    }
    Resize resize =
        new Resize(
            new NodeTargets(
                evaluation.targets().dedicatedNodes(), evaluation.targets().lowPriorityNodes()),
            DeallocationOption.of(evaluation.targets().deallocationOption().word()));
    return new Decision(
        new AutoscaleRun(now, evaluation.resultsString(), Optional.empty()),
        seen,
        Optional.of(resize));
  }

  private static List<AutoscaleEvaluation.Seen> seen(
      Formula formula, Samples samples, Evaluation evaluation) {
    List<AutoscaleEvaluation.Seen> seen = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (names(formula, metric)) {
        seen.add(seen(metric, samples.of(metric), evaluation.sampleWindows()));
      }
    }
    return seen;
  }

  private static boolean names(Formula formula, Metric metric) {
    return Pattern.compile(Pattern.quote(metric.variable()) + "\\b").matcher(formula.text()).find();
  }

  private static AutoscaleEvaluation.Seen seen(
      Metric metric, SampleHistory history, List<SampleWindow> windows) {
    List<Double> latest = new ArrayList<>();
    for (int i = Math.max(0, history.size() - LATEST); i < history.size(); i++) {
      latest.add(history.value(i));
    }
    return new AutoscaleEvaluation.Seen(
        metric.variable(),
        history.size(),
        latest,
        windows.stream()
            .filter(window -> window.metric() == metric)
            .limit(MOST_WINDOWS)
            .map(
                window ->
                    new AutoscaleEvaluation.Window(
                        window.older(), window.newer(), window.present(), window.expected()))
            .toList());
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
