package dev.batchline.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Corrects how long tasks are expected to take by how long those take that run now.
 *
 * <p>When a task runs is not known for each. But while nothing ends, all that run have done so for
 * as long as that: what has not ended by then takes at least so long.
 */
final class Overdue {

  private Instant quietSince = Instant.MAX;
  private int done;
  private int running;

  List<GroupWork> correct(List<GroupWork> work, TaskCounts counts, Instant now) {
    boolean quiet = counts.done() == done && counts.running() > 0 && counts.running() <= running;
    if (!quiet) {
      quietSince = now;
    }
    done = counts.done();
    running = counts.running();
    Duration age = Duration.between(quietSince, now);
    return work.stream().map(group -> correct(group, age)).toList();
  }

  private static GroupWork correct(GroupWork group, Duration age) {
    return group.running() > 0 && group.isKnown() && age.compareTo(group.longest()) > 0
        ? group.with(age, age)
        : group;
  }
}
