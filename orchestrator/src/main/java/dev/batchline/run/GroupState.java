package dev.batchline.run;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sums over the tasks of one group; a part of {@link RunState}. */
final class GroupState {

  final PlannedGroup planned;

  /** Ordinal of the first task that was never submitted. */
  int next;

  private int succeeded;
  private int failed;
  private int notRun;
  private int reused;
  private int waiting;
  private int submitted;
  private long attempts;
  private long executedMillis;
  private long longestMillis;
  private Optional<Instant> firstStart = Optional.empty();
  private Optional<Instant> lastEnd = Optional.empty();

  GroupState(PlannedGroup planned) {
    this.planned = planned;
    this.next = planned.first();
    this.waiting = planned.count();
  }

  void moved(TaskStatus from, TaskStatus to) {
    if (from == TaskStatus.WAITING) {
      waiting--;
    }
    submitted += (to == TaskStatus.SUBMITTED ? 1 : 0) - (from == TaskStatus.SUBMITTED ? 1 : 0);
    switch (to) {
      case SUBMITTED -> attempts++;
      case SUCCEEDED -> succeeded++;
      case FAILED -> failed++;
      case NOT_RUN -> notRun++;
      case REUSED -> reused++;
      case WAITING, UNDECIDED, RETRYING -> {}
    }
  }

  /** What was submitted did not arrive. */
  void postponed() {
    attempts--;
  }

  void executed(Outcome.Execution execution) {
    long millis = Math.max(1, Duration.between(execution.started(), execution.ended()).toMillis());
    executedMillis += millis;
    longestMillis = Math.max(longestMillis, millis);
    if (firstStart.isEmpty() || execution.started().isBefore(firstStart.get())) {
      firstStart = Optional.of(execution.started());
    }
    if (lastEnd.isEmpty() || execution.ended().isAfter(lastEnd.get())) {
      lastEnd = Optional.of(execution.ended());
    }
  }

  boolean succeeded() {
    return succeeded + reused == planned.count();
  }

  /** Whether a group that comes after this one can never run. */
  boolean failed() {
    return failed > 0 || notRun > 0;
  }

  /** Whether there are tasks that were never submitted and still may be. */
  boolean waits() {
    return waiting > 0;
  }

  /** How many tasks the target has. */
  int submitted() {
    return submitted;
  }

  /**
   * What is left, by the time that all attempts took of each task that is done: those that failed
   * on the way are part of what a task takes.
   *
   * @param running how many of those that the target has run
   */
  GroupWork work(int running) {
    int done = succeeded + failed;
    int left = planned.count() - done - notRun - reused;
    return new GroupWork(
        planned.name(),
        left - running,
        running,
        Duration.ofMillis(done == 0 ? 0 : executedMillis / done),
        Duration.ofMillis(longestMillis),
        planned.after());
  }

  int firstUnsubmitted() {
    return next;
  }

  int end() {
    return planned.first() + planned.count();
  }

  RunState.GroupSummary summary() {
    Optional<Duration> span =
        firstStart.flatMap(first -> lastEnd.map(last -> Duration.between(first, last)));
    return new RunState.GroupSummary(planned, succeeded, failed, notRun, reused, attempts, span);
  }
}
