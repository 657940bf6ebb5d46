package dev.batchline.autoscale.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.batchline.autoscale.AutoscaleSettings;
import dev.batchline.autoscale.EvaluationOptions;
import dev.batchline.autoscale.Formula;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever is played: no task is lost or made up, and each hour that is paid for is accounted. */
class ConservationTest {

  private static final List<String> OPTIONS =
      List.of("requeue", "terminate", "taskcompletion", "retaineddata");

  @RepeatedTest(40)
  void tasksAndHoursAddUp(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Scenario scenario = scenario(random);

    SimulationResult result = Simulation.run(scenario);

    Summary.Tasks tasks = result.summary().tasks();
    long due =
        scenario.arrivals().stream()
            .filter(arrival -> arrival.after().compareTo(result.summary().simulated()) <= 0)
            .mapToLong(Arrival::tasks)
            .sum();
    assertThat(tasks.arrived()).isEqualTo(due);
    assertThat(tasks.succeeded() + tasks.terminated() + tasks.unfinished()).isEqualTo(due);
    long all = scenario.arrivals().stream().mapToLong(Arrival::tasks).sum();
    assertThat(result.summary().finished().isPresent())
        .isEqualTo(tasks.succeeded() + tasks.terminated() == all);

    // A core costs 1 an hour here.
    Summary.Usage usage = result.summary().usage();
    double hours = usage.busyCoreHours() + usage.idleCoreHours() + usage.bootCoreHours();
    assertThat(hours).isCloseTo(usage.cost(), within(1e-6));

    Point last = result.points().get(result.points().size() - 1);
    assertThat(last.activeTasks() + last.runningTasks()).isEqualTo(tasks.unfinished());
    assertThat(last.cost()).isEqualTo(usage.cost());
    assertThat(last.idleCoreHours()).isEqualTo(usage.idleCoreHours());
    assertThat(result.points())
        .allSatisfy(
            point -> {
              assertThat(point.bootingNodes() + point.preemptedNodes())
                  .isLessThanOrEqualTo(point.nodes());
              assertThat(point.longestWait()).isLessThanOrEqualTo(point.after());
            });
  }

  private static Scenario scenario(Random random) {
    int cores = 1 + random.nextInt(8);
    int slots = 1 + random.nextInt(4);
    String formula =
        "low = min(%d, $PendingTasks.GetSample(1)) / %d; $TargetLowPriorityNodes = low; $TargetDedicatedNodes = rand() * %d; $NodeDeallocationOption = %s;"
            .formatted(
                1 + random.nextInt(30),
                1 + random.nextInt(4),
                random.nextInt(6),
                OPTIONS.get(random.nextInt(OPTIONS.size())));
    List<Arrival> arrivals = new ArrayList<>();
    for (int arrival = random.nextInt(12); arrival >= 0; arrival--) {
      TaskKind kind =
          new TaskKind(
              Duration.ofSeconds(random.nextInt(1800)),
              random.nextDouble(),
              1 + random.nextInt(slots));
      arrivals.add(
          new Arrival(Duration.ofSeconds(random.nextInt(20_000)), 1 + random.nextInt(60), kind));
    }
    return new Scenario(
        new PoolModel(
            new AutoscaleSettings(Formula.parse(formula), Duration.ofMinutes(5)), slots, 20, 20),
        new NodeModel(
            Duration.ofSeconds(random.nextInt(600)),
            random.nextInt(3),
            Duration.ofSeconds(random.nextInt(900)),
            cores,
            cores,
            cores),
        arrivals,
        Instant.parse("2026-01-05T08:00:00Z"),
        Duration.ofHours(1 + random.nextInt(12)),
        EvaluationOptions.standard().withSeed(random.nextLong()));
  }
}
