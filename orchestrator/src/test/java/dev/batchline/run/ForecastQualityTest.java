package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Observation;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How good forecasts are on whole simulated runs: the end that is foreseen when a quarter of the
 * tasks are done, against the end that comes.
 */
class ForecastQualityTest {

  private static final int TASKS = 400;
  private static final int SLOTS = 16;
  private static final int RUNS = 20;
  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");
  private static final Duration LOOK = Duration.ofSeconds(10);

  @Test
  void equalTasks() {
    assertThat(bias((random, task) -> 60_000L, 0, false)).isCloseTo(1, within(0.1));
  }

  @Test
  void tasksOfManyLengths() {
    assertThat(bias(ForecastQualityTest::skewed, 0, false)).isCloseTo(1, within(0.15));
  }

  @Test
  void attemptsThatFailAtOnceDontMakeTasksLookShort() {
    assertThat(bias((random, task) -> 60_000L, 0.5, false)).isCloseTo(1, within(0.1));
  }

  @Test
  void theLongestFirstDontMakeAllTasksLookLong() {
    assertThat(bias(ForecastQualityTest::skewed, 0, true)).isCloseTo(1, within(0.1));
  }

  private interface Lengths {
    long millis(SplittableRandom random, int task);
  }

  /** Log-normal: a minute on average, one in a hundred takes six. */
  private static long skewed(SplittableRandom random, int task) {
    double normal = -6;
    for (int i = 0; i < 12; i++) {
      normal += random.nextDouble();
    }
    return (long) (45_000 * Math.exp(0.8 * normal));
  }

  /** The mean of what is foreseen, in runs as long as 1. */
  private static double bias(Lengths lengths, double failures, boolean known) {
    return IntStream.range(0, RUNS)
        .mapToDouble(seed -> new Simulation(seed, lengths, failures, known).foreseen())
        .average()
        .orElseThrow();
  }

  private record Running(int task, int number, Instant start, Instant end, boolean fails) {}

  /** Slots that take the next task as soon as they are free; a tenth of the failures' time. */
  private static final class Simulation {
    private final TestPlan plan =
        TestPlan.of(List.of(new PlannedGroup("work", 0, TASKS, true, List.of())));
    private final RunState state = new RunState(plan.header());
    private final long[] millis = new long[TASKS];
    private final SplittableRandom random;
    private final double failures;
    private final Outlook outlook;
    private final List<Integer> order = new ArrayList<>();
    private final PriorityQueue<Running> running =
        new PriorityQueue<>(Comparator.comparing(Running::end));

    Simulation(int seed, Lengths lengths, double failures, boolean known) {
      this.random = new SplittableRandom(seed);
      this.failures = failures;
      IntStream.range(0, TASKS).forEach(task -> millis[task] = lengths.millis(random, task));
      TaskDurations earlier = known ? earlier(task -> millis[task]) : TaskDurations.NONE;
      this.outlook = new Outlook(Optional.empty(), earlier);
      LongestFirst.of(plan.header(), earlier)
          .waiting(state, plan.header().groups().get(0))
          .forEach(tries -> order.add(tries.first()));
      IntStream.range(0, TASKS).filter(task -> !order.contains(task)).forEach(order::add);
    }

    private TaskDurations earlier(IntToLongFunction took) {
      RunState done = new RunState(plan.header());
      done.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
      done.apply(new RunEvent.Submitting(START, List.of(new Tries(0, TASKS - 1, 1))));
      for (int task = 0; task < TASKS; task++) {
        Instant end = START.plusMillis(took.applyAsLong(task));
        done.apply(
            new RunEvent.Ended(
                end,
                new AttemptId(task, plan.header().taskId(task), 1),
                new Outcome.Succeeded(Optional.of(new Outcome.Execution("node", START, end)))));
      }
      return TaskDurations.of(done, TaskDurations.NONE);
    }

    double foreseen() {
      state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
      state.apply(new RunEvent.Submitting(START, List.of(new Tries(0, TASKS - 1, 1))));
      Optional<Instant> told = Optional.empty();
      Instant now = START;
      Instant look = START.plus(LOOK);
      while (!order.isEmpty() || !running.isEmpty()) {
        while (running.size() < SLOTS && !order.isEmpty()) {
          begin(order.remove(0), now);
        }
        Running next = running.remove();
        now = next.end();
        end(next);
        if (told.isEmpty() && now.isAfter(look)) {
          look = now.plus(LOOK);
          Instant at = now;
          observe(at);
          told =
              state.counts().done() < TASKS / 4
                  ? Optional.empty()
                  : outlook.estimate().map(estimate -> at.plus(estimate.left()));
        }
      }
      return ratio(Duration.between(START, told.orElseThrow()), Duration.between(START, now));
    }

    private static double ratio(Duration part, Duration whole) {
      return (double) part.toMillis() / whole.toMillis();
    }

    private void begin(int task, Instant now) {
      boolean fails = state.attempts(task) == 1 && random.nextDouble() < failures;
      Duration takes = fails ? Duration.ofSeconds(1) : Duration.ofMillis(millis[task]);
      running.add(new Running(task, state.attempts(task), now, now.plus(takes), fails));
    }

    private void end(Running attempt) {
      Optional<Outcome.Execution> ran =
          Optional.of(new Outcome.Execution("node", attempt.start(), attempt.end()));
      Outcome outcome =
          attempt.fails()
              ? new Outcome.Failed(
                  FailureKind.EXIT_CODE, OptionalInt.of(1), "FailureExitCode", "it failed", ran)
              : new Outcome.Succeeded(ran);
      int task = attempt.task();
      AttemptId id = new AttemptId(task, plan.header().taskId(task), attempt.number());
      state.apply(new RunEvent.Ended(attempt.end(), id, outcome));
      if (attempt.fails()) {
        state.apply(new RunEvent.WillRetry(attempt.end(), task, attempt.end()));
        state.apply(
            new RunEvent.Submitting(
                attempt.end(), List.of(new Tries(task, task, attempt.number() + 1))));
        order.add(task);
      }
    }

    private void observe(Instant now) {
      Observation seen =
          new Observation(
              order.size(),
              running.size(),
              new Capacity(Map.of("running", SLOTS / 4), SLOTS / 4, 4, List.of()),
              Optional.empty(),
              now);
      state.apply(RunEvent.Observed.of(seen, now));
      outlook.look(state, seen, now);
    }
  }
}
