package dev.batchline.autoscale.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.batchline.autoscale.AutoscaleSettings;
import dev.batchline.autoscale.EvaluationOptions;
import dev.batchline.autoscale.Formula;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final String BY_PENDING_TASKS =
      """
      percent = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 5);
      tasks = percent < 70 ? max(0, $PendingTasks.GetSample(1))
          : max($PendingTasks.GetSample(TimeInterval_Minute * 5));
      $TargetDedicatedNodes = min(10, tasks / $TaskSlotsPerNode);
      $NodeDeallocationOption = taskcompletion;
      """;

  @Test
  void aPoolOfOneNodeDoesItsTasksOneAfterTheOther() {
    SimulationResult result =
        play("$TargetDedicatedNodes = 1;", steady(), Duration.ofHours(2), tasks(0, 6, 10));

    // Boots until minute 4, then works for an hour, then idles for 56 minutes.
    assertThat(result.summary().finished()).contains(Duration.ofMinutes(64));
    assertThat(result.summary().tasks()).isEqualTo(new Summary.Tasks(6, 6, 0, 0, 0));
    assertThat(result.summary().waiting())
        .isEqualTo(
            new Summary.Waiting(
                Duration.ofMinutes(29),
                Duration.ofMinutes(24),
                Duration.ofMinutes(54),
                Duration.ofMinutes(54)));
    Summary.Usage usage = result.summary().usage();
    assertThat(usage.busyCoreHours()).isCloseTo(4, within(1e-9));
    assertThat(usage.idleCoreHours()).isCloseTo(4 * 56 / 60.0, within(1e-9));
    assertThat(usage.bootCoreHours()).isCloseTo(4 * 4 / 60.0, within(1e-9));
    assertThat(usage.cost()).isCloseTo(2 * 0.2, within(1e-9));
    assertThat(result.summary().simulated()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void sumsAreExactHoweverOftenSomethingHappens() {
    SimulationResult result =
        play("$TargetDedicatedNodes = 3;", steady(), Duration.ofHours(10), tasks(0, 1000, 1));

    assertThat(result.summary().usage().cost()).isEqualTo(3 * 10 * 0.2);
    assertThat(result.summary().usage().busyCoreHours()).isEqualTo(4 * 1000 / 60.0);
  }

  @Test
  void theFirstEvaluationHasNoSamplesAndTheSecondSeesTheWork() {
    SimulationResult result =
        play(BY_PENDING_TASKS, steady(), Duration.ofHours(12), tasks(0, 40, 5));

    assertThat(result.decisions().get(0).action()).isEqualTo(Decision.Action.NONE);
    assertThat(result.decisions().get(1).action()).isEqualTo(Decision.Action.GROW);
    assertThat(result.decisions().get(1).evaluation().targets().dedicatedNodes()).isEqualTo(10);
    assertThat(result.summary().usage().mostNodes()).isEqualTo(10);
    assertThat(result.summary().tasks().succeeded()).isEqualTo(40);
  }

  @Test
  void aSimulationEndsWhenAllTasksHaveAndNoNodeIsLeft() {
    SimulationResult result =
        play(BY_PENDING_TASKS, steady(), Duration.ofHours(12), tasks(0, 40, 5));
    Point last = result.points().get(result.points().size() - 1);

    assertThat(last.nodes()).isZero();
    assertThat(result.summary().simulated()).isLessThan(Duration.ofHours(1));
    assertThat(last.cost()).isEqualTo(result.summary().usage().cost());
  }

  @Test
  void slotsRunTasksSideBySide() {
    PoolModel pool = new PoolModel(settings("$TargetDedicatedNodes = 1;"), 4, 100, 100);
    Arrival pairs = new Arrival(Duration.ZERO, 4, new TaskKind(Duration.ofMinutes(10), 0, 2));

    SimulationResult result = Simulation.run(scenario(pool, steady(), Duration.ofHours(1), pairs));

    assertThat(result.summary().finished()).contains(Duration.ofMinutes(24));
  }

  @Test
  void shrinkingRequeuesTerminatesOrWaitsAsTheFormulaSays() {
    String shrink =
        "$TargetDedicatedNodes = time() - time(\"2026-01-05T08:00:00Z\") < TimeInterval_Minute * 10"
            + " ? 1 : 0; $NodeDeallocationOption = ";
    Arrival one = tasks(0, 1, 30);

    Summary.Tasks requeued =
        play(shrink + "requeue", steady(), Duration.ofHours(1), one).summary().tasks();
    Summary.Tasks terminated =
        play(shrink + "terminate", steady(), Duration.ofHours(1), one).summary().tasks();
    Summary waited = play(shrink + "taskcompletion", steady(), Duration.ofHours(1), one).summary();

    assertThat(requeued).isEqualTo(new Summary.Tasks(1, 0, 0, 1, 1));
    assertThat(terminated).isEqualTo(new Summary.Tasks(1, 0, 1, 0, 0));
    assertThat(waited.tasks()).isEqualTo(new Summary.Tasks(1, 1, 0, 0, 0));
    assertThat(waited.simulated()).isEqualTo(Duration.ofMinutes(34));
  }

  @Test
  void preemptedTasksRunAgainAndTheSeedDecidesWhen() {
    NodeModel spot = new NodeModel(Duration.ofMinutes(4), 2, Duration.ofMinutes(10), 4, 0.2, 0.04);
    String formula = "$TargetLowPriorityNodes = 5;";

    SimulationResult result = play(formula, spot, Duration.ofHours(24), tasks(0, 100, 20));

    assertThat(result.summary().usage().preemptions()).isPositive();
    assertThat(result.summary().tasks().requeued()).isPositive();
    assertThat(result.summary().tasks().succeeded()).isEqualTo(100);
    assertThat(result.summary().usage().cost()).isLessThan(5 * 24 * 0.04);
    assertThat(play(formula, spot, Duration.ofHours(24), tasks(0, 100, 20)).summary())
        .isEqualTo(result.summary());
  }

  @Test
  void theQuotaBoundsWhatAFormulaGets() {
    PoolModel pool = new PoolModel(settings("$TargetDedicatedNodes = 50;"), 1, 3, 0);

    SimulationResult result =
        Simulation.run(scenario(pool, steady(), Duration.ofHours(1), tasks(0, 5, 5)));

    assertThat(result.summary().usage().mostNodes()).isEqualTo(3);
    assertThat(result.points().get(result.points().size() - 1).targetNodes()).isEqualTo(50);
  }

  @Test
  void aFailedEvaluationChangesNothingAndIsTold() {
    SimulationResult result =
        play(
            "$TargetDedicatedNodes = avg($ActiveTasks.GetSample(TimeInterval_Minute * 5));",
            steady(),
            Duration.ofMinutes(16),
            tasks(0, 8, 5));

    assertThat(result.decisions().get(0).action()).isEqualTo(Decision.Action.FAILED);
    assertThat(result.decisions().get(1).action()).isEqualTo(Decision.Action.GROW);
  }

  @Test
  void aDayOfAHundredThousandTasksPassesQuickly() {
    Arrival[] everyHour = new Arrival[20];
    for (int hour = 0; hour < everyHour.length; hour++) {
      everyHour[hour] =
          new Arrival(Duration.ofHours(hour), 5000, new TaskKind(Duration.ofSeconds(20), 0.5, 1));
    }
    long before = System.nanoTime();

    SimulationResult result =
        play(BY_PENDING_TASKS.replace("10,", "50,"), steady(), Duration.ofDays(2), everyHour);

    assertThat(result.summary().tasks().succeeded()).isEqualTo(100_000);
    assertThat(result.summary().tasks().unfinished()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aTaskThatFitsNoNodeIsRefused() {
    PoolModel pool = new PoolModel(settings("x=1"), 2, 1, 1);
    Arrival large = new Arrival(Duration.ZERO, 1, new TaskKind(Duration.ofMinutes(1), 0, 3));

    assertThatThrownBy(() -> scenario(pool, steady(), Duration.ofHours(1), large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a task needs 3 slots, a node has 2");
  }

  private static SimulationResult play(
      String formula, NodeModel nodes, Duration horizon, Arrival... arrivals) {
    PoolModel pool = new PoolModel(settings(formula), 1, 1000, 1000);
    return Simulation.run(scenario(pool, nodes, horizon, arrivals));
  }

  private static AutoscaleSettings settings(String formula) {
    return new AutoscaleSettings(Formula.parse(formula), Duration.ofMinutes(5));
  }

  private static Scenario scenario(
      PoolModel pool, NodeModel nodes, Duration horizon, Arrival... arrivals) {
    return new Scenario(
        pool, nodes, List.of(arrivals), START, horizon, EvaluationOptions.standard());
  }

  private static NodeModel steady() {
    return new NodeModel(Duration.ofMinutes(4), 0, Duration.ZERO, 4, 0.2, 0.04);
  }

  private static Arrival tasks(int afterMinutes, int count, int minutes) {
    return new Arrival(
        Duration.ofMinutes(afterMinutes), count, new TaskKind(Duration.ofMinutes(minutes), 0, 1));
  }
}
