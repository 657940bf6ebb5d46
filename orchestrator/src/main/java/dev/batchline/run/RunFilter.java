package dev.batchline.run;

import dev.batchline.base.Glob;
import dev.batchline.base.RunId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which runs are wanted.
 *
 * @param states empty for all
 * @param name the job's name, or a pattern of it
 * @param since when they began at the earliest
 * @param limit how many at most, latest first
 */
public record RunFilter(
    Set<RunStatus> states, Optional<String> name, Optional<Instant> since, int limit) {

  /** All runs there are. */
  public static final RunFilter ALL =
      new RunFilter(Set.of(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);

  public RunFilter {
    states = Set.copyOf(states);
  }

  /** As far as an id tells, which has the beginning of the name and the time. */
  boolean mayFit(RunId id) {
    return id.value().startsWith(prefix())
        && since.map(time -> !Runs.began(id).isBefore(whole(time))).orElse(true);
  }

  boolean fits(RunRecord record) {
    return (states.isEmpty() || states.contains(record.state()))
        && name.map(pattern -> Glob.of(pattern).matches(record.name())).orElse(true)
        && since.map(time -> !record.times().created().isBefore(time)).orElse(true);
  }

  /** What ids of all runs that fit begin with. */
  String prefix() {
    return name.filter(pattern -> !Glob.hasWildcard(pattern))
        .map(exact -> Runs.bareName(exact) + "-")
        .orElse("");
  }

  /** Ids have whole seconds. */
  private static Instant whole(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }
}
