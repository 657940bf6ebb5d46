package dev.batchline.run;

import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Attempts of a run that failed, also those whose task was tried again.
 *
 * @param first the first of them, as they ended
 * @param count how many there are
 */
public record FailedAttempts(List<Failed> first, long count) {

  /** One of them. */
  public record Failed(AttemptId id, Outcome.Failed outcome) {}

  public FailedAttempts {
    first = List.copyOf(first);
  }

  /**
   * Reads them from a run's journal.
   *
   * @param most how many are kept
   */
  public static FailedAttempts read(RunStore store, int most) {
    List<Failed> first = new ArrayList<>();
    long[] count = {0};
    Journal.replay(
        store,
        event -> {
          if (event instanceof RunEvent.Ended ended
              && ended.outcome() instanceof Outcome.Failed failed) {
            count[0]++;
            if (first.size() < most) {
              first.add(new Failed(ended.id(), failed));
            }
          }
        });
    return new FailedAttempts(first, count[0]);
  }
}
