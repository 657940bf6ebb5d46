package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Observation;
import dev.batchline.target.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Policy and state over thousands of made-up runs, with no process and no clock. */
class RunHistoriesTest {

  private static final int HISTORIES = 2000;
  private static final int MOST_STEPS = 20_000;

  @Test
  void everyTaskEndsWithinItsBudgetsAndInOrderWhateverHappens() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed);
      history.play();
      history.check();
    }
  }

  @Test
  void aReplayedJournalMakesTheSameState() {
    for (int seed = 0; seed < 200; seed++) {
      History history = new History(seed);
      history.play();
      RunState replayed = new RunState(history.plan.header());
      for (RunEvent event : history.journal) {
        replayed.apply(RunJson.event(new String(RunJson.line(event), UTF_8)));
      }
      assertThat(replayed.counts()).as("seed %d", seed).isEqualTo(history.state.counts());
      assertThat(replayed.usage()).isEqualTo(history.state.usage());
      for (int task = 0; task < history.plan.header().taskCount(); task++) {
        assertThat(replayed.status(task)).isEqualTo(history.state.status(task));
        assertThat(replayed.attempts(task)).isEqualTo(history.state.attempts(task));
        assertThat(replayed.execution(task)).isEqualTo(history.state.execution(task));
      }
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  /** One run, played by a small loop of its own. */
  private static final class History {

    final int seed;
    final TestPlan plan;
    final RunState state;
    final List<RunEvent> journal = new ArrayList<>();
    private final ManualTimeline timeline = new ManualTimeline();
    private final SimulatedTarget target;
    private final RunPolicy policy = new RunPolicy(Pace.CLOUD);
    private RunStatus end = RunStatus.RUNNING;

    History(int seed) {
      this.seed = seed;
      SplittableRandom random = new SplittableRandom(seed);
      int first = 1 + random.nextInt(12);
      int second = 1 + random.nextInt(5);
      this.plan =
          TestPlan.of(
              List.of(
                  new PlannedGroup("a", 0, first, true, List.of()),
                  new PlannedGroup("b", first, second, true, List.of("a")),
                  new PlannedGroup("c", first + second, 1, false, List.of()),
                  new PlannedGroup("d", first + second + 1, 1, false, List.of("b", "c"))));
      this.state = new RunState(plan.header());
      this.target =
          new SimulatedTarget(timeline, SimulatedTarget.drawn(seed), random.split(), 0.1, () -> {});
    }

    void play() {
      apply(new RunEvent.TakenOver(timeline.now(), new Holder("test", 1, "", timeline.now())));
      for (int steps = 0; steps < MOST_STEPS; steps++) {
        Step step = policy.next(state, timeline.now());
        assertThat(policy.next(state, timeline.now())).isEqualTo(step);
        if (step instanceof Step.Finish finish) {
          end = finish.status();
          return;
        }
        take(step);
      }
      throw new AssertionError("seed " + seed + " does not end");
    }

    private void take(Step step) {
      if (step instanceof Step.Submit submit) {
        submit(submit.tries());
      } else if (step instanceof Step.Decide decide) {
        decide.decisions().forEach(this::apply);
      } else if (step instanceof Step.Observe) {
        observe();
      } else if (step instanceof Step.WaitUntil wait) {
        timeline.sleep(java.time.Duration.between(timeline.now(), wait.until()));
      }
    }

    private void submit(List<Tries> tries) {
      apply(new RunEvent.Submitting(timeline.now(), tries));
      List<Attempt> attempts = new ArrayList<>();
      for (Tries range : tries) {
        for (int task = range.first(); task <= range.last(); task++) {
          AttemptId id = new AttemptId(task, plan.header().taskId(task), range.number());
          attempts.add(new Attempt(id, plan.task(task)));
        }
      }
      Submission answer = retried(() -> target.submit(attempts));
      ends(answer.refused());
      for (AttemptId id : answer.postponed()) {
        apply(
            new RunEvent.Postponed(
                timeline.now(),
                List.of(new Tries(id.ordinal(), id.ordinal(), id.number())),
                timeline.now().plusSeconds(3)));
      }
    }

    private void observe() {
      Observation seen = retried(() -> target.observe(state.cursor(), this::ends));
      apply(
          new RunEvent.Observed(timeline.now(), seen.cursor(), seen.waiting(), seen.running(), 2));
    }

    private void ends(List<AttemptEnd> ends) {
      for (AttemptEnd each : ends) {
        if (state.awaits(each.id())) {
          apply(new RunEvent.Ended(timeline.now(), each.id(), each.outcome()));
        }
      }
    }

    private <T> T retried(java.util.function.Supplier<T> call) {
      while (true) {
        try {
          return call.get();
        } catch (RunException e) {
          timeline.sleep(java.time.Duration.ofMillis(300));
        }
      }
    }

    private void apply(RunEvent event) {
      state.apply(event);
      journal.add(event);
    }

    void check() {
      assertThat(end).as("seed %d", seed).isIn(RunStatus.SUCCEEDED, RunStatus.FAILED);
      TaskCounts counts = state.counts();
      assertThat(counts.done()).isEqualTo(counts.total());
      assertThat(end == RunStatus.SUCCEEDED).isEqualTo(counts.succeeded() == counts.total());
      checkAttempts();
      checkOrder();
    }

    private void checkAttempts() {
      Map<Integer, Set<Integer>> ended = new HashMap<>();
      Map<Integer, int[]> failures = new HashMap<>();
      for (RunEvent event : journal) {
        if (event instanceof RunEvent.Ended end) {
          int task = end.id().ordinal();
          assertThat(ended.computeIfAbsent(task, key -> new HashSet<>()).add(end.id().number()))
              .as("attempt %s ends once", end.id())
              .isTrue();
          SimulatedTarget.Fate fate = SimulatedTarget.drawn(seed).apply(end.id());
          fate.failure()
              .ifPresent(kind -> failures.computeIfAbsent(task, key -> new int[3])[budget(kind)]++);
        }
      }
      failures
          .values()
          .forEach(
              count -> {
                assertThat(count[0]).isLessThanOrEqualTo(TestPlan.RULES.attempts());
                assertThat(count[1]).isLessThanOrEqualTo(8);
                assertThat(count[2]).isLessThanOrEqualTo(1);
              });
      ended.forEach((task, numbers) -> assertThat(numbers).hasSize(state.attempts(task)));
    }

    private static int budget(FailureKind kind) {
      return switch (RetryBudget.of(FailurePolicy.row(kind.happening(), kind.name()))) {
        case PROGRAM -> 0;
        case PLACE -> 1;
        case NONE -> 2;
      };
    }

    private void checkOrder() {
      RunState replayed = new RunState(plan.header());
      for (RunEvent event : journal) {
        if (event instanceof RunEvent.Submitting submitting) {
          for (Tries tries : submitting.tries()) {
            for (int task = tries.first(); task <= tries.last(); task++) {
              checkPredecessors(replayed, task);
            }
          }
        }
        replayed.apply(event);
      }
    }

    private void checkPredecessors(RunState before, int task) {
      for (PlannedGroup group : plan.header().groups()) {
        if (plan.header().groupOf(task).after().contains(group.name())) {
          for (int each = group.first(); each < group.first() + group.count(); each++) {
            assertThat(before.status(each)).isEqualTo(TaskStatus.SUCCEEDED);
          }
        }
      }
    }
  }
}
