package dev.batchline.run;

import dev.batchline.target.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tasks whose attempt failed and of which nothing is decided yet, in the order in which they
 * failed; a part of {@link RunState}.
 *
 * <p>When someone ends the job of a run, all of its tasks may be here at once: a row in arrays for
 * each, and one object for all that failed alike.
 */
final class Undecided {

  /** Failures that differ; beyond so many, each is kept for itself. */
  private static final int ALIKE = 1000;

  private static final int NONE = -1;

  private final Map<Outcome.Failed, Outcome.Failed> alike = new HashMap<>();

  /** By task, its row plus one; made for the first failure. */
  private int[] rowOf = new int[0];

  private int[] tasks = new int[16];
  private Outcome.Failed[] outcomes = new Outcome.Failed[16];
  private int[] observations = new int[16];
  private int begin;
  private int end;
  private int count;
  private final int size;

  /**
   * @param size how many tasks there are
   */
  Undecided(int size) {
    this.size = size;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * @param looks how often the target had been looked at before
   */
  void add(int task, Outcome.Failed outcome, int looks) {
    if (rowOf.length == 0) {
      rowOf = new int[size];
    }
    if (end == tasks.length) {
      makeRoom();
    }
    tasks[end] = task;
    outcomes[end] = shared(outcome);
    observations[end] = looks;
    rowOf[task] = ++end;
    count++;
  }

  private Outcome.Failed shared(Outcome.Failed outcome) {
    Outcome.Failed anywhere = outcome.withExecution(Optional.empty());
    Outcome.Failed known = alike.get(anywhere);
    if (known != null) {
      return known;
    }
    if (alike.size() < ALIKE) {
      alike.put(anywhere, anywhere);
    }
    return anywhere;
  }

  /** Closes the gaps that decided tasks have left; if they are few, doubles the room. */
  private void makeRoom() {
    int room = count > tasks.length / 2 ? tasks.length * 2 : tasks.length;
    int[] allTasks = tasks;
    Outcome.Failed[] allOutcomes = outcomes;
    int[] allObservations = observations;
    tasks = new int[room];
    outcomes = new Outcome.Failed[room];
    observations = new int[room];
    int rows = 0;
    for (int row = begin; row < end; row++) {
      if (allTasks[row] != NONE) {
        tasks[rows] = allTasks[row];
        outcomes[rows] = allOutcomes[row];
        observations[rows] = allObservations[row];
        rowOf[tasks[rows]] = ++rows;
      }
    }
    begin = 0;
    end = rows;
  }

  /** How a task's attempt failed, without where and when; empty if something was decided. */
  Optional<Outcome.Failed> outcome(int task) {
    return rowOf.length == 0 || rowOf[task] == 0
        ? Optional.empty()
        : Optional.of(outcomes[rowOf[task] - 1]);
  }

  /** Takes a task out, because something was decided. */
  Optional<Outcome.Failed> remove(int task) {
    Optional<Outcome.Failed> outcome = outcome(task);
    if (outcome.isPresent()) {
      int row = rowOf[task] - 1;
      rowOf[task] = 0;
      tasks[row] = NONE;
      Arrays.fill(outcomes, row, row + 1, null);
      count--;
      while (begin < end && tasks[begin] == NONE) {
        begin++;
      }
    }
    return outcome;
  }

  /** Offers tasks in their order, until one answer is false. */
  void forEach(Visitor visitor) {
    boolean more = true;
    for (int row = begin; more && row < end; row++) {
      if (tasks[row] != NONE) {
        more = visitor.visit(tasks[row], outcomes[row], observations[row]);
      }
    }
  }

  /** Answers whether to go on. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(int task, Outcome.Failed outcome, int observations);
  }
}
