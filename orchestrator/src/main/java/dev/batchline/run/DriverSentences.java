package dev.batchline.run;

import dev.batchline.run.StandstillFacts.Backlog;
import dev.batchline.run.StandstillFacts.Driving;
import dev.batchline.run.StandstillFacts.HeldGroup;
import dev.batchline.target.Circumstances;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of {@link Standstill} about the run itself and who drives it. */
final class DriverSentences {

  private static final int GROUPS_TOLD = 3;

  private DriverSentences() {}

  static Optional<String> notDriven(StandstillFacts facts) {
    Driving driving = facts.driving();
    if (driving.driven()) {
      return Optional.empty();
    }
    String last =
        driving
            .holder()
            .map(
                holder ->
                    " ("
                        + holder
                        + " did until "
                        + SpanText.between(driving.seen(), facts.now())
                        + " ago)")
            .orElse("");
    int running = facts.places().stream().mapToInt(Circumstances::running).sum();
    return Optional.of(
        "nobody drives this run"
            + last
            + ": "
            + (running > 0
                ? SpanText.count(running, "task")
                    + (running == 1 ? " runs" : " run")
                    + " on, but nothing is retried or collected"
                : "nothing is submitted, retried or collected")
            + "; go on with: batchline attach "
            + facts.run());
  }

  static Optional<String> cancelling(StandstillFacts facts) {
    return facts
        .driving()
        .cancelled()
        .map(
            reason ->
                "its end was asked for ("
                    + reason
                    + "), and comes "
                    + (facts.driving().driven() ? "within seconds" : "when somebody attaches"));
  }

  static Optional<String> uploading(StandstillFacts facts) {
    boolean begins = facts.status() == RunStatus.PLANNED || facts.status() == RunStatus.UPLOADING;
    return begins && facts.driving().driven()
        ? Optional.of("executables and inputs are on their way to Storage; tasks follow")
        : Optional.empty();
  }

  static Optional<String> collecting(StandstillFacts facts) {
    return facts.status() == RunStatus.COLLECTING && facts.driving().driven()
        ? Optional.of("all tasks have ended, and their outputs are being listed and copied")
        : Optional.empty();
  }

  static Optional<String> waitingForRetry(StandstillFacts facts) {
    Backlog backlog = facts.backlog();
    if (backlog.retrying() == 0) {
      return Optional.empty();
    }
    String first =
        backlog
            .nextTry()
            .map(
                due ->
                    due.isAfter(facts.now())
                        ? ", the first in " + SpanText.between(facts.now(), due)
                        : ", the first now")
            .orElse("");
    return Optional.of(
        SpanText.count(backlog.retrying(), "task")
            + (backlog.retrying() == 1 ? " waits" : " wait")
            + " to be tried again"
            + first);
  }

  static Optional<String> waitingForGroup(StandstillFacts facts) {
    if (facts.backlog().held().isEmpty() || facts.backlog().submitted() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        facts.backlog().held().stream()
            .limit(GROUPS_TOLD)
            .map(DriverSentences::held)
            .collect(Collectors.joining("; ")));
  }

  private static String held(HeldGroup group) {
    return "group "
        + group.name()
        + " ("
        + SpanText.count(group.tasks(), "task")
        + ") waits for "
        + String.join(" and ", group.after())
        + ", where "
        + SpanText.count(group.unfinished(), "task")
        + (group.unfinished() == 1 ? " has" : " have")
        + " not succeeded yet";
  }

  /** The target has nothing of what the journal says it has: ends that are not read yet. */
  static Optional<String> settling(StandstillFacts facts) {
    return facts
        .place()
        .filter(place -> place.waiting() + place.running() == 0)
        .filter(place -> facts.backlog().submitted() > 0)
        .map(
            place ->
                SpanText.count(facts.backlog().submitted(), "attempt")
                    + (facts.backlog().submitted() == 1 ? " has" : " have")
                    + " just ended, or "
                    + (facts.backlog().submitted() == 1 ? "is" : "are")
                    + " on the way to the pool");
  }

  static Optional<String> unreachable(StandstillFacts facts) {
    return facts.away().map(why -> "Azure Batch can't be asked: " + why);
  }

  static Optional<String> unknown(StandstillFacts facts) {
    return Optional.of(
        facts.place().isEmpty()
            ? "nothing is known of what happens on Azure Batch"
            : "no cause is known: look again in a minute");
  }
}
