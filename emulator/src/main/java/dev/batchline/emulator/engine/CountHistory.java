package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.TaskTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.WeakHashMap;

/**
 * The task counts that jobs had, for answers that are late on request.
 *
 * <p>Bounded: of counts that lie closely together the last one is kept, and none that is older than
 * an answer can be late. A job that hasn't changed for so long is not late in any way.
 */
final class CountHistory {

  /** The longest that a rule can ask for. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final Duration CLOSE = Duration.ofMillis(100);

  private final WeakHashMap<AccountJob, Deque<Counts>> histories = new WeakHashMap<>();

  /** From a moment on, until the next. */
  record Counts(Instant from, TaskTotals tasks, TaskTotals slots) {}

  static Counts now(AccountJob job, Instant now) {
    return new Counts(now, job.tasks().totals(), job.tasks().slots());
  }

  /** Something about a job may have changed. */
  void record(AccountJob job, Instant now) {
    Deque<Counts> history = histories.computeIfAbsent(job, made -> new ArrayDeque<>());
    Counts last = history.peekLast();
    if (last != null && last.tasks().equals(job.tasks().totals())) {
      return;
    }
    if (history.size() > 1 && now.isBefore(last(history).from().plus(CLOSE))) {
      Instant from = history.removeLast().from();
      history.addLast(now(job, from));
    } else {
      history.addLast(now(job, now));
    }
    Instant oldest = now.minus(KEPT);
    while (history.size() > 1 && second(history).from().isBefore(oldest)) {
      history.removeFirst();
    }
  }

  private static Counts last(Deque<Counts> history) {
    return history.getLast();
  }

  private static Counts second(Deque<Counts> history) {
    return history.stream().skip(1).findFirst().orElseThrow();
  }

  /** What was true some time ago; for a job that didn't exist by then, what was at first. */
  Counts before(AccountJob job, Duration late, Instant now) {
    Deque<Counts> history = histories.getOrDefault(job, new ArrayDeque<>());
    Instant then = now.minus(late);
    Counts found = null;
    for (Counts counts : history) {
      if (found == null || !counts.from().isAfter(then)) {
        found = counts;
      }
    }
    return found == null ? now(job, now) : found;
  }
}
