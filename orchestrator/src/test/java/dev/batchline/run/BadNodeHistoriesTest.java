package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Observation;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Pools with a node that fails what it gets, over hundreds of made-up runs. */
class BadNodeHistoriesTest {

  private static final int HISTORIES = 300;
  private static final int TASKS = 150;
  private static final int SLOTS = 4;
  private static final Duration BOOT = Duration.ofMinutes(4);
  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  @Test
  void aNodeThatFailsAllItGetsCostsFewTasksTheirAttempts() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Pool pool = new Pool(seed, "node-0"::equals);
      pool.play();
      assertThat(pool.takenOut).as("seed %d", seed).containsExactly("node-0");
      assertThat(pool.state.count(TaskStatus.FAILED)).as("seed %d", seed).isZero();
    }
  }

  @Test
  void aProgramThatFailsEverywhereCostsFewNodes() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Pool pool = new Pool(seed, node -> true);
      pool.play();
      assertThat(pool.takenOut.size()).as("seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(pool.state.count(TaskStatus.FAILED)).isEqualTo(TASKS);
    }
  }

  private record Running(AttemptId id, String node, Instant start, Instant end, boolean fails) {}

  /** Nodes of four slots that come one after the other; an attempt goes to any free slot. */
  private static final class Pool {
    private final int seed;
    private final TestPlan plan =
        TestPlan.of(List.of(new PlannedGroup("work", 0, TASKS, true, List.of())));
    final RunState state = new RunState(plan.header());
    final List<String> takenOut = new ArrayList<>();
    private final RunPolicy policy = new RunPolicy(Pace.CLOUD);
    private final SplittableRandom random;
    private final Predicate<String> bad;
    private final Duration longest;
    private final Deque<AttemptId> queue = new ArrayDeque<>();
    private final Map<String, Instant> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> busy = new HashMap<>();
    private final PriorityQueue<Running> running =
        new PriorityQueue<>(Comparator.comparing(Running::end));
    private Instant now = START;

    Pool(int seed, Predicate<String> bad) {
      this.seed = seed;
      this.bad = bad;
      this.random = new SplittableRandom(seed);
      this.longest = Duration.ofSeconds(30 + random.nextInt(3600));
      int count = 3 + random.nextInt(6);
      for (int node = 0; node < count; node++) {
        nodes.put("node-" + node, START.plusSeconds(random.nextInt(6)));
      }
    }

    void play() {
      state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
      for (int steps = 0; steps < 100_000; steps++) {
        Step step = policy.next(state, now);
        if (step instanceof Step.Finish) {
          return;
        } else if (step instanceof Step.Submit submit) {
          submit(submit.tries());
        } else if (step instanceof Step.Decide decide) {
          decide.decisions().forEach(state::apply);
        } else if (step instanceof Step.TakeOut takeOut) {
          takeOut.nodes().forEach(this::takeOut);
        } else if (step instanceof Step.Observe) {
          observe();
        } else if (step instanceof Step.WaitUntil wait) {
          goOn(wait.until());
        }
      }
      throw new AssertionError("seed " + seed + " does not end");
    }

    private void submit(List<Tries> tries) {
      state.apply(new RunEvent.Submitting(now, tries));
      for (Tries range : tries) {
        for (int task = range.first(); task <= range.last(); task++) {
          queue.add(new AttemptId(task, plan.header().taskId(task), range.number()));
        }
      }
    }

    /** What runs there ends there; another node comes. */
    private void takeOut(RunEvent.TakingOut event) {
      state.apply(event);
      takenOut.add(event.node());
      nodes.remove(event.node());
      nodes.put(event.node() + "+", now.plus(BOOT));
    }

    private final List<Running> ended = new ArrayList<>();

    private void goOn(Instant until) {
      while (true) {
        begin();
        Instant next = next();
        if (next.isAfter(until)) {
          break;
        }
        now = next;
        while (!running.isEmpty() && !running.peek().end().isAfter(now)) {
          Running end = running.remove();
          busy.merge(end.node(), -1, Integer::sum);
          ended.add(end);
        }
      }
      now = until;
    }

    /** The next end, or the next node that is ready. */
    private Instant next() {
      Instant end = running.isEmpty() ? Instant.MAX : running.peek().end();
      Instant boot =
          nodes.values().stream()
              .filter(ready -> ready.isAfter(now))
              .min(Comparator.naturalOrder())
              .orElse(Instant.MAX);
      return end.isBefore(boot) ? end : boot;
    }

    private void begin() {
      while (!queue.isEmpty()) {
        List<String> free =
            nodes.entrySet().stream()
                .filter(node -> !node.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .filter(node -> busy.getOrDefault(node, 0) < SLOTS)
                .toList();
        if (free.isEmpty()) {
          return;
        }
        String node = free.get(random.nextInt(free.size()));
        boolean fails = bad.test(node);
        Duration takes =
            fails
                ? Duration.ofMillis(500 + random.nextInt(1500))
                : longest.dividedBy(1 + random.nextInt(3));
        busy.merge(node, 1, Integer::sum);
        running.add(new Running(queue.remove(), node, now, now.plus(takes), fails));
      }
    }

    private void observe() {
      begin();
      for (Running each : ended) {
        Optional<Outcome.Execution> ran =
            Optional.of(new Outcome.Execution(each.node(), each.start(), each.end()));
        Outcome outcome =
            each.fails()
                ? new Outcome.Failed(
                    FailureKind.EXIT_CODE, OptionalInt.of(1), "FailureExitCode", "it failed", ran)
                : new Outcome.Succeeded(ran);
        state.apply(new RunEvent.Ended(now, each.id(), outcome));
      }
      ended.clear();
      int computing = (int) busy.values().stream().filter(tasks -> tasks > 0).count();
      Capacity capacity =
          new Capacity(Map.of("running", computing), nodes.size(), SLOTS, List.of());
      Observation seen =
          new Observation(queue.size(), running.size(), capacity, Optional.empty(), now);
      state.apply(RunEvent.Observed.of(seen, now));
    }
  }
}
