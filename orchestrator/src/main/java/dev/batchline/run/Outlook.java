package dev.batchline.run;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.run.Forecast.Estimate;
import dev.batchline.run.LateSentence.Lateness;
import dev.batchline.target.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts the end of a run that is driven here, and says once, early, if that will be too late.
 *
 * <p>A forecast that is late at one look by chance is no reason to wake anybody: two in a row are.
 * Of a run that was late when it began, whoever began it knows.
 */
final class Outlook {

  /** Before so many tasks have ended a run says little about itself. */
  private static final int ENOUGH = 3;

  private static final int LATE_LOOKS = 2;

  /** So many tasks of this run weigh as much as that it is like the earlier one. */
  private static final int PRIOR_TASKS = 3;

  private final Optional<RunDeadline> deadline;
  private final TaskDurations earlier;
  private Optional<Estimate> estimate = Optional.empty();
  private final BootTimes boots = new BootTimes();
  private final Overdue overdue = new Overdue();
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
    List<GroupWork> foreseen = work(state, earlier);
    List<GroupWork> work = overdue.correct(foreseen, state.counts(), now);
    boots.look(seen.capacity().nodesByState(), now);
    Slots slots = Slots.of(seen);
    Supply supply = boots.supply(slots.coming(), slots.perNode(), now);
    boolean enough = state.counts().succeeded() >= ENOUGH || earlier != TaskDurations.NONE;
    estimate = enough ? Forecast.of(work, supply) : Optional.empty();
    if (boots.isUnknown(slots.coming()) || !work.equals(foreseen)) {
      estimate = estimate.map(each -> new Estimate(each.left(), true));
    }
    Optional<Lateness> lateness =
        slots.nodes() > 0 || !enough
            ? lateness(estimate, state, now)
            : lateness(atBest(work, Slots.wanted(seen)), state, now);
    late = lateness.isPresent() ? late + 1 : 0;
    if (late < LATE_LOOKS || warned) {
      return Optional.empty();
    }
    warned = true;
    return lateness.map(
        missed ->
            LateSentence.of(missed, work, slots.nodes() > 0 ? slots.of(supply) : Slots.wanted(seen))
                + LateSentence.longest(state, earlier));
  }

  private Optional<Lateness> lateness(Optional<Estimate> end, RunState state, Instant now) {
    return deadline
        .filter(due -> state.started().filter(due.at()::isAfter).isPresent())
        .flatMap(due -> end.map(known -> new Lateness(due, known, now)))
        .filter(known -> known.end().isAfter(known.deadline().at()));
  }

  /** If the nodes that something keeps away came at once. */
  private static Optional<Estimate> atBest(List<GroupWork> work, Slots slots) {
    return Forecast.of(work, slots.supply()).map(each -> new Estimate(each.left(), true));
  }

  /**
   * What is left. Where an earlier run tells how long each task takes, what is left takes that,
   * more or less by as much as those did that are done: they are not like the others, as those that
   * take long are begun first, and those that take little time end first.
   */
  static List<GroupWork> work(RunState state, TaskDurations earlier) {
    List<GroupWork> work = new ArrayList<>();
    for (GroupWork group : state.work()) {
      PlannedGroup planned = state.plan().group(group.name());
      work.add(
          earlier
              .remaining(planned, task -> state.status(planned.first() + task))
              .map(known -> foreseen(group, known))
              .or(
                  () ->
                      earlier
                          .of(group.name())
                          .filter(spread -> !group.isKnown())
                          .map(spread -> group.with(spread.mean(), spread.longest())))
              .orElse(group));
    }
    return work;
  }

  private static GroupWork foreseen(GroupWork group, TaskDurations.Remaining known) {
    double trust = PRIOR_TASKS * known.mean();
    double took = group.mean().toMillis() * (double) known.done();
    double share = (took + trust) / (known.doneMillis() + trust);
    return group.with(
        Duration.ofMillis(Math.round(known.leftMean() * share)),
        Duration.ofMillis(Math.round(known.leftLongest() * share)));
  }
}
