package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudTask;
import dev.batchline.base.Timeline;
import dev.batchline.target.AttemptEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lists the attempts that have ended since an earlier look, in about as many calls as there are
 * thousands of them.
 *
 * <p>The cursor is the latest transition seen, by the service's own clock. Listings may lag behind,
 * and a task may end on a page that was read already: so the job's own count of what ended is
 * compared to what is known. Only where a listing has not shown all that was counted before it does
 * the next one go further back, and what is told twice does no harm. Where nothing is missing,
 * nothing is listed, unless that costs one call.
 */
final class TaskWatch {

  private static final String SELECT =
      "id,state,stateTransitionTime,executionInfo,nodeInfo,constraints";
  private static final Duration OVERLAP = Duration.ofSeconds(20);
  private static final Duration LONG_OVERLAP = Duration.ofMinutes(15);
  private static final int LONG_LOOK_EVERY = 30;

  /** Counts are believed for so many looks at first, and at most; they may stand still, too. */
  private static final int BELIEVED = 4;

  private static final int BELIEVED_AT_MOST = 64;

  private final TaskList tasks;
  private final TaskNames names;
  private final Timeline timeline;
  private long countedBefore;
  private int looksMissing;
  private int looksWithout;
  private int believed = BELIEVED;
  private int pages;
  private Duration took = Duration.ZERO;

  TaskWatch(TaskList tasks, TaskNames names, Timeline timeline) {
    this.tasks = tasks;
    this.names = names;
    this.timeline = timeline;
  }

  /**
   * What is known of the ends in a job.
   *
   * @param cursor where the listing before ended
   * @param known how many have been told
   * @param counted how many the job says there are
   * @param last whether nothing more will end
   */
  record Ends(Instant cursor, long known, long counted, boolean last) {}

  /**
   * Passes on what ended, a page at a time.
   *
   * @return the new cursor
   */
  Instant look(Ends ends, Consumer<List<AttemptEnd>> ended) {
    looksMissing = ends.known() < countedBefore ? looksMissing + 1 : 0;
    countedBefore = ends.counted();
    if (ends.counted() > ends.known() || looksMissing > 0) {
      believed = BELIEVED;
      return list(ends.cursor(), overlap(), ended);
    }
    if (ends.last() || pages <= 1) {
      return list(ends.cursor(), Duration.ZERO, ended);
    }
    if (++looksWithout < believed) {
      return ends.cursor();
    }
    believed = Math.min(BELIEVED_AT_MOST, 2 * believed);
    return list(ends.cursor(), OVERLAP, ended);
  }

  /** A listing that took long may have missed what ended while it was read. */
  private Duration overlap() {
    if (looksMissing == 0) {
      return Duration.ZERO;
    }
    return looksMissing % LONG_LOOK_EVERY == 0 ? LONG_OVERLAP : OVERLAP.plus(took);
  }

  private Instant list(Instant cursor, Duration overlap, Consumer<List<AttemptEnd>> ended) {
    Instant begun = timeline.now();
    Instant latest = cursor;
    pages = 0;
    looksWithout = 0;
    for (List<CloudTask> page : tasks.pages(filter(cursor, overlap), SELECT)) {
      pages++;
      List<AttemptEnd> ends = new ArrayList<>();
      for (CloudTask task : page) {
        latest = later(latest, task);
        names
            .attempt(task.id())
            .ifPresent(id -> ends.add(new AttemptEnd(id, BatchFailures.outcome(task))));
      }
      ended.accept(ends);
    }
    took = Duration.between(begun, timeline.now());
    return latest;
  }

  private static String filter(Instant cursor, Duration overlap) {
    if (cursor.equals(Instant.EPOCH)) {
      return "state eq 'completed'";
    }
    Instant from = cursor.minus(overlap).truncatedTo(ChronoUnit.SECONDS);
    return "state eq 'completed' and stateTransitionTime ge DateTime'" + from + "'";
  }

  private static Instant later(Instant latest, CloudTask task) {
    if (task.stateTransitionTime() == null) {
      return latest;
    }
    Instant time = BatchFailures.instant(task.stateTransitionTime());
    return time.isAfter(latest) ? time : latest;
  }
}
