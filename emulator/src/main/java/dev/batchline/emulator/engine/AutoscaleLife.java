package dev.batchline.emulator.engine;

import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.SampleHistory;
import dev.batchline.autoscale.Samples;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AllocationState;
import dev.batchline.emulator.model.AutoscaleEvaluation;
import dev.batchline.emulator.model.AutoscaleRun;
import dev.batchline.emulator.model.Autoscaling;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.schedule.Autoscaler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples pools that size themselves, and evaluates their formulas when it is time.
 *
 * <p>Samples are kept with the time at which they were due here; a formula sees them on Azure's own
 * time scale, so that ten minutes of samples are twenty samples at any pace.
 */
final class AutoscaleLife {

  private static final Duration SAMPLE_PERIOD = Duration.ofSeconds(30);
  private static final Duration RETENTION = Duration.ofHours(24);

  private final Core core;
  private final PoolLife pools;
  private final Map<AccountPool, History> histories = new HashMap<>();

  /** Of one pool since autoscale was enabled; replaced when it is enabled anew. */
  private static final class History {
    Samples samples = Samples.none();
    int schedule;
  }

  AutoscaleLife(Core core, PoolLife pools) {
    this.core = core;
    this.pools = pools;
  }

  /** Begins to sample and evaluate a pool, or begins the schedule anew; evaluates at once. */
  void enable(AccountPool pool, Formula formula) {
    History history = histories.get(pool);
    if (history == null) {
      history = new History();
      histories.put(pool, history);
      sampleAt(core.clock().after(SAMPLE_PERIOD), pool, history);
    }
    history.schedule++;
    evaluate(pool, history, formula, history.schedule, core.clock().now());
  }

  /** Goes on with a pool that sizes itself since an earlier life of the emulator. */
  void resume(AccountPool pool, Autoscaling autoscaling) {
    Formula formula = PoolRules.formula(autoscaling.formula());
    History history = new History();
    histories.put(pool, history);
    sampleAt(core.clock().after(SAMPLE_PERIOD), pool, history);
    Instant now = core.clock().now();
    Instant due =
        autoscaling
            .run()
            .map(run -> run.timestamp().plus(core.clock().paced(autoscaling.interval())))
            .filter(now::isBefore)
            .orElse(now);
    core.timers().at(due, () -> evaluate(pool, history, formula, history.schedule, due));
  }

  void disable(AccountPool pool) {
    histories.remove(pool);
  }

  /** What a formula would make of a pool now, which stays as it is. */
  AutoscaleRun tryOut(AccountPool pool, Formula formula) {
    History history = histories.getOrDefault(pool, new History());
    return decide(pool, history, formula).run();
  }

  private void evaluate(
      AccountPool pool, History history, Formula formula, int schedule, Instant due) {
    Optional<Autoscaling> autoscaling = pool.pool().autoscaling();
    boolean current = histories.get(pool) == history && history.schedule == schedule;
    if (!current || autoscaling.isEmpty() || !pool.pool().active()) {
      return;
    }
    Autoscaler.Decision decision = decide(pool, history, formula);
    Pool now = pool.pool();
    pool.history()
        .add(
            new AutoscaleEvaluation(
                decision.run(),
                new AutoscaleEvaluation.Found(now.sizing().targets(), pool.current()),
                decision.resize().map(Autoscaler.Resize::targets),
                decision.seen()));
    core.put(pool, now.withAutoscaling(Optional.of(autoscaling.get().withRun(decision.run()))));
    decision
        .resize()
        .filter(resize -> !resize.targets().equals(now.sizing().targets()) || fellShort(now))
        .ifPresent(resize -> pools.resize(pool, resize.targets(), resize.option()));
    Instant next = due.plus(core.clock().paced(autoscaling.get().interval()));
    core.timers().at(next, () -> evaluate(pool, history, formula, schedule, next));
  }

  /** What a resize could not get is asked for again at the next evaluation. */
  private static boolean fellShort(Pool pool) {
    return pool.sizing().allocation().state() == AllocationState.STEADY
        && !pool.sizing().errors().isEmpty();
  }

  private Autoscaler.Decision decide(AccountPool pool, History history, Formula formula) {
    Instant now = core.clock().now();
    return Autoscaler.evaluate(formula, pool, onAzure(history.samples, now), now);
  }

  private Samples onAzure(Samples samples, Instant now) {
    Samples scaled = Samples.none();
    for (Metric metric : Metric.values()) {
      SampleHistory history = samples.of(metric);
      SampleHistory moved = SampleHistory.empty();
      for (int i = 0; i < history.size(); i++) {
        moved = moved.with(core.clock().onAzure(history.time(i), now), history.value(i));
      }
      scaled = scaled.with(metric, moved);
    }
    return scaled;
  }

  private void sampleAt(Instant due, AccountPool pool, History history) {
    core.timers()
        .at(
            due,
            () -> {
              if (histories.get(pool) != history || !pool.pool().active()) {
                return;
              }
              history.samples =
                  history
                      .samples
                      .with(due, Autoscaler.measure(pool, jobs(pool)))
                      .retaining(core.clock().paced(RETENTION), due);
              sampleAt(due.plus(core.clock().paced(SAMPLE_PERIOD)), pool, history);
            });
  }

  private List<AccountJob> jobs(AccountPool pool) {
    String key = Ids.key(pool.pool().id());
    return core.account().jobs().values().stream()
        .filter(job -> job.job().poolId().filter(id -> Ids.key(id).equals(key)).isPresent())
        .toList();
  }
}
