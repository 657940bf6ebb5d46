package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job; its tasks are kept beside it.
 *
 * @param poolId where its tasks run: as its settings say, or its auto pool once that exists
 * @param schedule the job schedule it comes from
 */
public record Job(
    JobSettings settings,
    Instant created,
    Instant lastModified,
    Transition<JobState> state,
    Optional<String> poolId,
    Outcome outcome,
    Optional<Origin> schedule) {

  /** How a job ended. */
  public record Outcome(
      Optional<Instant> ended,
      Optional<String> terminateReason,
      Optional<SchedulingError> schedulingError) {
    public static final Outcome NONE =
        new Outcome(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Why a job could not get its pool. */
  public record SchedulingError(String code, String message, Map<String, String> details) {
    public SchedulingError {
      // Null in a state that an older emulator has kept.
      details = details == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(details));
    }
  }

  /** The job schedule that a job comes from, and its number there. */
  public record Origin(String scheduleId, int number) {}

  public String id() {
    return settings.id();
  }

  public String key() {
    return settings.key();
  }

  public boolean is(JobState one) {
    return state.is(one);
  }

  public Stamp stamp() {
    return Stamp.at(lastModified);
  }

  /** Below a node's root, the directory of this job's tasks. */
  public String directory() {
    return schedule
        .map(from -> "workitems/" + from.scheduleId() + "/job-" + from.number())
        .orElse("workitems/" + id() + "/job-1");
  }

  public Job modified(Instant at) {
    return new Job(settings, created, at, state, poolId, outcome, schedule);
  }

  public Job withSettings(JobSettings next) {
    return new Job(next, created, lastModified, state, poolId, outcome, schedule);
  }

  public Job withState(Transition<JobState> next) {
    return new Job(settings, created, lastModified, next, poolId, outcome, schedule);
  }

  public Job withPool(Optional<String> next) {
    return new Job(settings, created, lastModified, state, next, outcome, schedule);
  }

  public Job withOutcome(Outcome next) {
    return new Job(settings, created, lastModified, state, poolId, next, schedule);
  }
}
