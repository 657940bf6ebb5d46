package dev.batchline.run;

import java.time.Duration;
import java.util.List;

/**
 * What is left of a group, and how long its tasks take.
 *
 * @param waiting tasks that have not begun
 * @param running tasks that have
 * @param mean time that a task takes, with attempts that fail on the way; zero when none is known
 * @param longest time of an attempt
 * @param after names of groups that come first
 */
record GroupWork(
    String name, int waiting, int running, Duration mean, Duration longest, List<String> after) {

  GroupWork {
    after = List.copyOf(after);
  }

  GroupWork with(Duration otherMean, Duration otherLongest) {
    return new GroupWork(name, waiting, running, otherMean, otherLongest, after);
  }

  int left() {
    return waiting + running;
  }

  boolean isKnown() {
    return !mean.isZero();
  }

  /** Tasks that run are on average half done. */
  double workMillis() {
    return mean.toMillis() * (waiting + running / 2.0);
  }
}
