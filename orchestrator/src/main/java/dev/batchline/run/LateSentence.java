package dev.batchline.run;

import dev.batchline.run.Forecast.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells that a run will miss its deadline, by how much, and what would help. */
final class LateSentence {

  private static final int LONGEST_TOLD = 3;

  private LateSentence() {}

  /** A deadline that will be missed. */
  record Lateness(RunDeadline deadline, Estimate estimate, Instant now) {

    Instant end() {
      return now.plus(estimate.left());
    }

    Duration allowed() {
      return Duration.between(now, deadline.at());
    }
  }

  static String of(Lateness late, List<GroupWork> work, Slots slots) {
    return (late.allowed().isNegative()
            ? "the run has missed its deadline "
            : "the run will miss its deadline ")
        + late.deadline().told()
        + (late.allowed().isNegative() ? ", in the end" : "")
        + (late.estimate().atLeast() ? " by at least " : " by about ")
        + SpanText.between(late.deadline().at(), late.end())
        + ": at this pace it ends at "
        + late.end().truncatedTo(ChronoUnit.SECONDS)
        + help(late, work, slots);
  }

  private static String help(Lateness late, List<GroupWork> work, Slots slots) {
    Optional<Double> factor =
        late.allowed().isNegative()
            ? Optional.empty()
            : Forecast.factorFor(work, slots.supply(), late.allowed());
    return factor
        .map(times -> (int) Math.ceil(slots.nodes() * times))
        .map(
            nodes ->
                "; "
                    + SpanText.count(nodes, "node")
                    + " instead of "
                    + slots.nodes()
                    + " would be enough (the pool's maxNodes, or a higher quota)")
        .orElse("; more nodes would not be enough, shorter tasks would");
  }

  /** The tasks that will take longest if they take what they took last time, or did so far. */
  static String longest(RunState state, TaskDurations earlier) {
    List<RunState.Took> left = earlier.longestLeft(state, LONGEST_TOLD);
    return left.isEmpty()
        ? told(state, state.longest(LONGEST_TOLD), "; the longest tasks so far are ")
        : told(state, left, "; the longest tasks that are left took, last time: ");
  }

  private static String told(RunState state, List<RunState.Took> longest, String beginning) {
    return longest.isEmpty()
        ? ""
        : longest.stream()
            .map(each -> state.plan().taskId(each.task()) + " " + SpanText.of(each.time()))
            .collect(Collectors.joining(", ", beginning, ""));
  }
}
