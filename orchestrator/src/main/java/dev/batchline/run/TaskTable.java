package dev.batchline.run;

import dev.batchline.plan.PlannedPool;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A row per task, by ordinal, in arrays; a part of {@link RunState}. */
final class TaskTable {

  private static final int NO_NODE = -1;

  private final byte[] status;
  private final short[] number;
  private final short[] programFailures;
  private final short[] placeFailures;
  private final byte[] place;
  private final BitSet elsewhere = new BitSet();

  /** By rule, as soon as it fits anything. */
  private final Map<Integer, byte[]> ruleFailures = new HashMap<>();

  private final long[] due;
  private final long[] started;
  private final int[] millis;

  /** Index of the node plus one, so that 0 is none. */
  private final int[] node;

  TaskTable(int size) {
    status = new byte[size];
    number = new short[size];
    programFailures = new short[size];
    placeFailures = new short[size];
    place = new byte[size];
    due = new long[size];
    started = new long[size];
    millis = new int[size];
    node = new int[size];
  }

  TaskStatus status(int task) {
    return TaskStatus.of(status[task]);
  }

  void status(int task, TaskStatus to) {
    status[task] = to.index();
  }

  int number(int task) {
    return number[task];
  }

  void submitted(int task, int attempt) {
    number[task] = (short) attempt;
  }

  void nextNumber(int task) {
    if (number[task] == Short.MAX_VALUE) {
      throw new IllegalStateException("task " + task + " was tried too often");
    }
    number[task]++;
  }

  int failures(int task, RetryBudget budget) {
    return switch (budget) {
      case PROGRAM -> programFailures[task];
      case PLACE -> placeFailures[task];
      case NONE -> 0;
    };
  }

  void countFailure(int task, RetryBudget budget) {
    switch (budget) {
      case PROGRAM -> programFailures[task]++;
      case PLACE -> placeFailures[task]++;
      case NONE -> {}
    }
  }

  int ruleFailures(int task, int rule) {
    byte[] counts = ruleFailures.get(rule);
    return counts == null ? 0 : counts[task];
  }

  void countRuleFailure(int task, int rule) {
    byte[] counts = ruleFailures.computeIfAbsent(rule, first -> new byte[status.length]);
    counts[task] = (byte) Math.min(Byte.MAX_VALUE, counts[task] + 1);
  }

  /** Number of the pool that the task is on. */
  int place(int task) {
    return place[task] == 0 ? PlannedPool.FIRST : place[task];
  }

  void move(int task, int to) {
    place[task] = (byte) to;
  }

  boolean elsewhere(int task) {
    return elsewhere.get(task);
  }

  void elsewhere(int task, boolean wanted) {
    elsewhere.set(task, wanted);
  }

  long due(int task) {
    return due[task];
  }

  void due(int task, long time) {
    due[task] = time;
  }

  void executed(int task, int nodeIndex, Outcome.Execution execution) {
    node[task] = nodeIndex + 1;
    started[task] = execution.started().toEpochMilli();
    long took = Duration.between(execution.started(), execution.ended()).toMillis();
    millis[task] = (int) Math.max(0, Math.min(Integer.MAX_VALUE, took));
  }

  Optional<Outcome.Execution> execution(int task, UsageMeter meter) {
    if (node[task] - 1 == NO_NODE) {
      return Optional.empty();
    }
    Instant begin = Instant.ofEpochMilli(started[task]);
    return Optional.of(
        new Outcome.Execution(meter.node(node[task] - 1), begin, begin.plusMillis(millis[task])));
  }
}
