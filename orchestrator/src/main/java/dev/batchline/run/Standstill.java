package dev.batchline.run;

import dev.batchline.target.Circumstances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers why nothing runs, in one sentence for each cause, from facts alone.
 *
 * <p>Its tables are ordered: what stands earlier makes what follows it pointless to look at, or is
 * what a person must do first. The first row that applies is the answer; further ones may help.
 */
public final class Standstill {

  /** What a row says of the facts; empty when it does not apply. */
  private record Row(StandstillCause cause, Function<StandstillFacts, Optional<String>> sentence) {

    Optional<Explanation> of(StandstillFacts facts) {
      return sentence.apply(facts).map(told -> new Explanation(cause, told));
    }

    /** With the name of the pool, where it is not the first one. */
    Optional<Explanation> ofPlace(StandstillFacts facts) {
      String pool = facts.place().map(Circumstances::name).orElse(facts.run());
      return sentence
          .apply(facts)
          .map(told -> pool.equals(facts.run()) ? told : "in pool " + pool + ", " + told)
          .map(told -> new Explanation(cause, told));
    }
  }

  /** Who drives the run, and how far it is. */
  private static final List<Row> OF_DRIVER =
      List.of(
          new Row(StandstillCause.NOT_DRIVEN, DriverSentences::notDriven),
          new Row(StandstillCause.CANCELLING, DriverSentences::cancelling),
          new Row(StandstillCause.UPLOADING, DriverSentences::uploading),
          new Row(StandstillCause.COLLECTING, DriverSentences::collecting));

  /** One of its pools, with its job. */
  private static final List<Row> OF_PLACE =
      List.of(
          new Row(StandstillCause.UNREACHABLE, DriverSentences::unreachable),
          new Row(StandstillCause.JOB_GONE, JobSentences::gone),
          new Row(StandstillCause.JOB_ENDED, JobSentences::ended),
          new Row(StandstillCause.JOB_DISABLED, JobSentences::disabled),
          new Row(StandstillCause.SLOTS_TAKEN, JobSentences::slotsTaken),
          new Row(StandstillCause.RUNNING, JobSentences::running),
          new Row(StandstillCause.POOL_GONE, PoolSentences::gone),
          new Row(StandstillCause.START_TASK_FAILS, PoolSentences::startTaskFails),
          new Row(StandstillCause.STAGING_FAILS, PoolSentences::stagingFails),
          new Row(StandstillCause.NODES_UNUSABLE, PoolSentences::unusable),
          new Row(StandstillCause.FORMULA_FAILS, PoolSentences::formulaFails),
          new Row(StandstillCause.QUOTA_TOO_SMALL, ShortageSentences::quotaTooSmall),
          new Row(StandstillCause.QUOTA_USED_UP, ShortageSentences::quota),
          new Row(StandstillCause.NO_CAPACITY, ShortageSentences::noCapacity),
          new Row(StandstillCause.RESIZE_STOPPED, ShortageSentences::resizeStopped),
          new Row(StandstillCause.RESIZE_FAILED, ShortageSentences::resizeFailed),
          new Row(StandstillCause.NODES_BOOTING, PoolSentences::booting),
          new Row(StandstillCause.NODES_PREEMPTED, PoolSentences::preempted),
          new Row(StandstillCause.POOL_RESIZING, PoolSentences::resizing),
          new Row(StandstillCause.FORMULA_WANTS_NONE, PoolSentences::formulaWantsNone),
          new Row(StandstillCause.FORMULA_NOT_EVALUATED, PoolSentences::notEvaluated),
          new Row(StandstillCause.POOL_EMPTY, PoolSentences::empty),
          new Row(StandstillCause.NODES_OFFLINE, PoolSentences::offline),
          new Row(StandstillCause.NODES_IDLE, PoolSentences::idle));

  /** What its tasks wait for. */
  private static final List<Row> OF_TASKS =
      List.of(
          new Row(StandstillCause.WAITING_FOR_RETRY, DriverSentences::waitingForRetry),
          new Row(StandstillCause.WAITING_FOR_GROUP, DriverSentences::waitingForGroup),
          new Row(StandstillCause.SETTLING, DriverSentences::settling),
          new Row(StandstillCause.UNKNOWN, DriverSentences::unknown));

  private Standstill() {}

  /**
   * What applies, what matters most first; empty for a run that has ended, and for no other.
   *
   * <p>A cause that only says how things should be is left out when there are others.
   */
  public static List<Explanation> explain(StandstillFacts facts) {
    if (facts.status().ended()) {
      return List.of();
    }
    List<Explanation> all = new ArrayList<>();
    OF_DRIVER.forEach(row -> row.of(facts).ifPresent(all::add));
    OF_PLACE.forEach(row -> row.ofPlace(facts).ifPresent(all::add));
    for (StandstillFacts elsewhere : facts.stuckElsewhere()) {
      OF_PLACE.forEach(row -> row.ofPlace(elsewhere).ifPresent(all::add));
    }
    OF_TASKS.forEach(row -> row.of(facts).ifPresent(all::add));
    boolean known = all.size() > 1;
    return all.stream().filter(each -> !known || each.cause() != StandstillCause.UNKNOWN).toList();
  }

  /**
   * One cause.
   *
   * @param sentence without a capital at its beginning or a full stop at its end
   */
  public record Explanation(StandstillCause cause, String sentence) {

    /** With what helps, where something does. */
    public String advice() {
      String end = sentence.endsWith(".") ? " " : ". ";
      return cause.help().isEmpty() ? sentence : sentence + end + "What helps: " + cause.help();
    }

    /** With when the run ends because of it, if that is known. */
    Explanation until(Optional<Instant> end, Instant now) {
      return end.map(
              at ->
                  new Explanation(
                      cause,
                      sentence.replaceFirst("\\.$", "")
                          + "; if that stays, the run ends in "
                          + SpanText.between(now, at)))
          .orElse(this);
    }
  }
}
