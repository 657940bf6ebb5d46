package dev.batchline.run;

import dev.batchline.run.Forecast.Estimate;
import dev.batchline.target.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forecasts the end of a run that is driven here, and says once, early, if that will be too late.
 *
 * <p>A forecast that is late at one look by chance is no reason to wake anybody: two in a row are.
 */
final class Outlook {

  /** Before so many tasks have ended a run says little about itself. */
  private static final int ENOUGH = 3;

  private static final int LATE_LOOKS = 2;

  private final Optional<RunDeadline> deadline;
  private final TaskDurations earlier;
  private Optional<Estimate> estimate = Optional.empty();
  private int late;
  private boolean warned;

  Outlook(Optional<RunDeadline> deadline, TaskDurations earlier) {
    this.deadline = deadline;
    this.earlier = earlier;
  }

  Optional<RunDeadline> deadline() {
    return deadline;
  }

  /** How long the run still takes, as of the last look. */
  Optional<Estimate> estimate() {
    return estimate;
  }

  /** How long before the deadline the run is expected to end; negative when it will be late. */
  Optional<Duration> spare(Instant now) {
    return deadline.flatMap(
        due -> estimate.map(each -> Duration.between(now.plus(each.left()), due.at())));
  }

  /** Takes a look into account; answers a warning when there is one, once. */
  Optional<String> look(RunState state, Observation seen, Instant now) {
    List<GroupWork> work = work(state, earlier);
    Slots slots = Slots.of(seen);
    boolean enough = state.counts().succeeded() >= ENOUGH || earlier != TaskDurations.NONE;
    estimate = enough ? Forecast.of(work, slots.count()) : Optional.empty();
    boolean isLate =
        deadline
            .filter(d -> estimate.filter(e -> now.plus(e.left()).isAfter(d.at())).isPresent())
            .isPresent();
    late = isLate ? late + 1 : 0;
    if (late < LATE_LOOKS || warned) {
      return Optional.empty();
    }
    warned = true;
    return deadline.flatMap(
        missed ->
            estimate.map(
                end ->
                    LateSentence.of(new LateSentence.Lateness(missed, end, now), work, slots)
                        + LateSentence.longest(state)));
  }

  /** What is left; where this run says nothing of a group yet, the earlier one does. */
  static List<GroupWork> work(RunState state, TaskDurations earlier) {
    return state.work().stream()
        .map(
            group ->
                group.isKnown()
                    ? group
                    : earlier
                        .of(group.name())
                        .map(spread -> group.with(spread.mean(), spread.longest()))
                        .orElse(group))
        .toList();
  }

  /**
   * How many tasks run at a time.
   *
   * @param nodes that there are or that come
   * @param perNode tasks that each runs
   */
  record Slots(int nodes, double perNode) {

    private static final List<String> USABLE = List.of("idle", "running");

    double count() {
      return nodes * perNode;
    }

    /** Where tasks wait, those that run fill their nodes: that tells how many slots each takes. */
    static Slots of(Observation seen) {
      Map<String, Integer> nodes = seen.capacity().nodesByState();
      int busy = nodes.getOrDefault("running", 0);
      double perNode =
          seen.waiting() > 0 && seen.running() > 0 && busy > 0
              ? Math.min(seen.capacity().slotsPerNode(), (double) seen.running() / busy)
              : seen.capacity().slotsPerNode();
      int usable = USABLE.stream().mapToInt(state -> nodes.getOrDefault(state, 0)).sum();
      return new Slots(Math.max(usable, seen.capacity().targetNodes()), perNode);
    }
  }
}
