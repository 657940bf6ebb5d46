package dev.batchline.run;

import dev.batchline.target.Circumstances;
import dev.batchline.target.Circumstances.JobCondition;
import dev.batchline.target.Circumstances.PoolCondition;
import java.util.Optional;

/** Rows of {@link Standstill} about the run's job. */
final class JobSentences {

  private JobSentences() {}

  static Optional<String> gone(StandstillFacts facts) {
    return when(facts, JobCondition.GONE)
        .map(place -> "its job " + place.name() + " was deleted on Azure Batch" + over(facts));
  }

  static Optional<String> ended(StandstillFacts facts) {
    return when(facts, JobCondition.ENDED)
        .map(place -> "its job " + place.name() + " was ended on Azure Batch" + over(facts));
  }

  private static String over(StandstillFacts facts) {
    return ": no more tasks will run; run what is missing again with: batchline rerun "
        + facts.run();
  }

  static Optional<String> disabled(StandstillFacts facts) {
    return when(facts, JobCondition.DISABLED)
        .map(
            place ->
                "its job is disabled, so "
                    + SpanText.count(place.waiting(), "task")
                    + (place.waiting() == 1 ? " waits" : " wait")
                    + " until someone enables it: az batch job enable --job-id "
                    + place.name());
  }

  static boolean isDisabled(Circumstances place) {
    return place.job() == JobCondition.DISABLED;
  }

  private static Optional<Circumstances> when(StandstillFacts facts, JobCondition condition) {
    return facts
        .place()
        .filter(place -> facts.status() == RunStatus.RUNNING && place.job() == condition);
  }

  static Optional<String> slotsTaken(StandstillFacts facts) {
    return facts
        .place()
        .filter(place -> place.running() > 0 && place.waiting() > 0)
        .map(
            place ->
                SpanText.count(place.running(), "task")
                    + (place.running() == 1 ? " runs" : " run")
                    + ", "
                    + place.waiting()
                    + (place.waiting() == 1 ? " waits" : " wait")
                    + " for slots"
                    + place.pool().map(JobSentences::slots).orElse(""));
  }

  private static String slots(PoolCondition pool) {
    int usable = pool.nodes(PoolSentences.USABLE);
    String there =
        " ("
            + SpanText.count(usable, "node")
            + " of "
            + SpanText.count(pool.slotsPerNode(), "slot");
    return pool.wanted().isPresent() && pool.wanted().getAsInt() > usable
        ? there + ", " + pool.wanted().getAsInt() + " wanted)"
        : there + ", as many as the pool wants)";
  }

  static Optional<String> running(StandstillFacts facts) {
    return facts
        .place()
        .filter(place -> place.running() > 0 && place.waiting() == 0)
        .map(
            place ->
                SpanText.count(place.running(), "task")
                    + (place.running() == 1 ? " runs" : " run")
                    + ", and no other waits for a node");
  }
}
