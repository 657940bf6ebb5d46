package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudTask;
import dev.batchline.target.AttemptEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lists the attempts that have ended since an earlier look.
 *
 * <p>The cursor is the latest transition seen, by the service's own clock. Listings lag behind, so
 * each look goes back over the last 20 seconds, and now and then over the last quarter of an hour;
 * what is reported twice does no harm.
 */
final class TaskWatch {

  private static final String SELECT =
      "id,state,stateTransitionTime,executionInfo,nodeInfo,constraints";
  private static final Duration OVERLAP = Duration.ofSeconds(20);
  private static final Duration LONG_OVERLAP = Duration.ofMinutes(15);
  private static final int LONG_LOOK_EVERY = 30;

  private final TaskList tasks;
  private final TaskNames names;
  private int looks;

  TaskWatch(TaskList tasks, TaskNames names) {
    this.tasks = tasks;
    this.names = names;
  }

  /**
   * Passes on what ended, a page at a time.
   *
   * @return the new cursor
   */
  Instant since(Instant cursor, Consumer<List<AttemptEnd>> ended) {
    Instant latest = cursor;
    for (List<CloudTask> page : tasks.pages(filter(cursor), SELECT)) {
      List<AttemptEnd> ends = new ArrayList<>();
      for (CloudTask task : page) {
        latest = later(latest, task);
        names
            .attempt(task.id())
            .ifPresent(id -> ends.add(new AttemptEnd(id, BatchFailures.outcome(task))));
      }
      ended.accept(ends);
    }
    return latest;
  }

  private String filter(Instant cursor) {
    if (cursor.equals(Instant.EPOCH)) {
      return "state eq 'completed'";
    }
    Duration overlap = ++looks % LONG_LOOK_EVERY == 0 ? LONG_OVERLAP : OVERLAP;
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
