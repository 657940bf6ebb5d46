package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.Happening;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.spec.FailureBudget;
import dev.batchline.spec.RetryCondition;
import dev.batchline.spec.RetryRule;
import dev.batchline.spec.RetryRules;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Observation;
import dev.batchline.target.Outcome;
import dev.batchline.target.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Policy and state over thousands of made-up runs, with no process and no clock. */
class RunHistoriesTest {

  private static final int HISTORIES = 2000;
  private static final int MOST_STEPS = 20_000;
  private static final List<Action> ACTIONS =
      List.of(
          Action.RETRY_NOW, Action.RETRY, Action.RETRY_ELSEWHERE, Action.ESCALATE, Action.GIVE_UP);

  @Test
  void everyTaskEndsWithinItsBudgetsAndInOrderWhateverHappens() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed);
      history.play();
      history.check();
    }
  }

  @Test
  void theJobsRulesAreKeptWhateverHappens() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed, drawnRules(seed));
      history.play();
      history.checkRules();
      history.checkNodes();
    }
  }

  /** A few rules about what the simulated target does, often with two further pools. */
  private static RetryRules drawnRules(int seed) {
    SplittableRandom random = new SplittableRandom(seed + 77L);
    List<RetryRule> rules = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      boolean byCode = random.nextBoolean();
      rules.add(
          new RetryRule(
              new RetryCondition(
                  byCode ? Set.of(random.nextBoolean() ? 1 : 64) : Set.of(),
                  Set.of(),
                  Set.of(),
                  byCode ? Set.of() : Set.of(Happening.NODE_LOST, Happening.TIME_LIMIT),
                  random.nextInt(3) == 0 ? Set.of("a") : Set.of()),
              action,
              random.nextBoolean() ? Optional.of(Duration.ofSeconds(30)) : Optional.empty(),
              random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(5)) : OptionalInt.empty(),
              action == Action.ESCALATE ? 2 + random.nextInt(2) : 0));
    }
    Optional<FailureBudget> budget =
        random.nextInt(3) == 0 ? Optional.of(new FailureBudget(20, 3)) : Optional.empty();
    return new RetryRules(
        1 + random.nextInt(4),
        Duration.ofSeconds(10),
        Set.of(64),
        0,
        rules,
        budget,
        random.nextInt(3) == 0 ? 3 : 0);
  }

  @Test
  void aReplayedJournalMakesTheSameState() {
    for (int seed = 0; seed < 200; seed++) {
      History history = new History(seed, drawnRules(seed));
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
        assertThat(replayed.place(task)).isEqualTo(history.state.place(task));
        assertThat(replayed.avoided(task)).isEqualTo(history.state.avoided(task));
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
      this(seed, TestPlan.RULES);
    }

    History(int seed, RetryRules rules) {
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
                  new PlannedGroup("d", first + second + 1, 1, false, List.of("b", "c"))),
              rules);
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
      } else if (step instanceof Step.TakeOut takeOut) {
        for (RunEvent.TakingOut node : takeOut.nodes()) {
          apply(node);
          target.takeOut(node.place(), node.node(), node.state());
        }
      } else if (step instanceof Step.Observe) {
        observe();
      } else if (step instanceof Step.WaitUntil wait) {
        timeline.sleep(Duration.between(timeline.now(), wait.until()));
      }
    }

    private void submit(List<Tries> tries) {
      apply(new RunEvent.Submitting(timeline.now(), tries));
      Map<Integer, List<Attempt>> places = new TreeMap<>();
      for (Tries range : tries) {
        for (int task = range.first(); task <= range.last(); task++) {
          AttemptId id = new AttemptId(task, plan.header().taskId(task), range.number());
          places
              .computeIfAbsent(state.place(task), first -> new ArrayList<>())
              .add(new Attempt(id, plan.task(task), state.avoided(task)));
        }
      }
      places.forEach(this::submit);
    }

    private void submit(int place, List<Attempt> attempts) {
      if (place > 1 && !state.further().contains(place)) {
        apply(new RunEvent.Extending(timeline.now(), place));
        retried(() -> target.extend(place));
      }
      Submission answer = retried(() -> target.submit(place, attempts));
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
      Observation seen = retried(() -> target.observe(state.knownEnds(), this::ends));
      apply(RunEvent.Observed.of(seen, timeline.now()));
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
          timeline.sleep(Duration.ofMillis(300));
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

    /** No rule is for more attempts of a task than it allows; no task returns from its pool. */
    void checkRules() {
      assertThat(end).as("seed %d", seed).isIn(RunStatus.SUCCEEDED, RunStatus.FAILED);
      RetryRules rules = plan.header().retry();
      int failed = state.count(TaskStatus.FAILED);
      int ended = failed + state.count(TaskStatus.SUCCEEDED);
      TaskCounts counts = state.counts();
      boolean stopped =
          rules.budget().filter(each -> each.isExceeded(failed, ended, counts.total())).isPresent();
      assertThat(stopped || counts.done() == counts.total()).as("seed %d", seed).isTrue();
      Map<Integer, Integer> places = new HashMap<>();
      for (RunEvent event : journal) {
        if (event instanceof RunEvent.WillRetry retry && retry.place() > 0) {
          places.put(retry.ordinal(), retry.place());
        }
        if (event instanceof RunEvent.Submitting submitting) {
          submitting.tries().forEach(tries -> checkPlaces(tries, places));
        }
      }
      for (int task = 0; task < plan.header().taskCount(); task++) {
        for (int rule = 0; rule < rules.rules().size(); rule++) {
          assertThat(state.ruleFailures(task, rule))
              .as("seed %d", seed)
              .isLessThanOrEqualTo(rules.rules().get(rule).attempts().orElse(rules.attempts()));
        }
        assertThat(state.failures(task, RetryBudget.PROGRAM)).isLessThanOrEqualTo(rules.attempts());
        assertThat(state.failures(task, RetryBudget.PLACE)).isLessThanOrEqualTo(8);
      }
    }

    private void checkPlaces(Tries tries, Map<Integer, Integer> places) {
      for (int task = tries.first(); task <= tries.last(); task++) {
        AttemptId id = new AttemptId(task, plan.header().taskId(task), tries.number());
        if (target.places.containsKey(id)) {
          assertThat(target.places.get(id))
              .as("seed %d, %s", seed, id)
              .isEqualTo(places.getOrDefault(task, 1));
        }
      }
    }

    /** Nodes are taken out for a reason, once, and not for ever when that changes nothing. */
    void checkNodes() {
      Map<String, Integer> failures = new HashMap<>();
      Set<String> gone = new HashSet<>();
      int inVain = 0;
      for (RunEvent event : journal) {
        if (event instanceof RunEvent.Ended end && end.outcome().execution().isPresent()) {
          String node = end.outcome().execution().get().node();
          boolean failed = end.outcome() instanceof Outcome.Failed;
          failures.merge(node, 1, (before, one) -> failed ? before + 1 : 0);
          inVain = failed ? inVain : 0;
        }
        if (event instanceof RunEvent.TakingOut node) {
          assertThat(gone.add(node.node())).as("seed %d, %s", seed, node).isTrue();
          assertThat(failures.getOrDefault(node.node(), 0)).isGreaterThanOrEqualTo(3);
          assertThat(++inVain).as("seed %d, %s", seed, node).isLessThanOrEqualTo(3);
        }
      }
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
