package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job schedule: when jobs are made, and what they are like.
 *
 * @param nextRun when the next job is due
 * @param jobs that were made so far
 * @param ended when it was completed
 */
public record JobSchedule(
    Settings settings,
    Instant created,
    Instant lastModified,
    Transition<JobScheduleState> state,
    Optional<Instant> nextRun,
    int jobs,
    Optional<Instant> ended) {

  /**
   * What a user said about a job schedule.
   *
   * @param document all of it, as it is shown
   * @param startWindow how late a job may be made; nothing, if it may be made whenever
   */
  public record Settings(
      Document document,
      String id,
      Optional<Instant> notBefore,
      Optional<Instant> notAfter,
      Optional<Duration> startWindow,
      Optional<Duration> recurrence) {

    /**
     * @param said body of a request after {@link Bodies}
     */
    public static Settings of(ObjectNode said) {
      JsonNode schedule = said.path("schedule");
      return new Settings(
          Document.of(said),
          said.path("id").asText(),
          WireTime.time(schedule.path("doNotRunUntil").asText()),
          WireTime.time(schedule.path("doNotRunAfter").asText()),
          WireTime.duration(schedule.path("startWindow").asText()),
          WireTime.duration(schedule.path("recurrenceInterval").asText()));
    }
  }

  public String id() {
    return settings.id();
  }

  public boolean is(JobScheduleState one) {
    return state.is(one);
  }

  public Stamp stamp() {
    return Stamp.at(lastModified);
  }

  /** What its job with that number is called. */
  public String jobId(int number) {
    return id() + ":job-" + number;
  }

  public JobSchedule modified(Instant at) {
    return new JobSchedule(settings, created, at, state, nextRun, jobs, ended);
  }

  public JobSchedule withSettings(Settings next) {
    return new JobSchedule(next, created, lastModified, state, nextRun, jobs, ended);
  }

  public JobSchedule withState(Transition<JobScheduleState> next) {
    return new JobSchedule(settings, created, lastModified, next, nextRun, jobs, ended);
  }

  public JobSchedule withNextRun(Optional<Instant> next) {
    return new JobSchedule(settings, created, lastModified, state, next, jobs, ended);
  }

  public JobSchedule withAnotherJob() {
    return new JobSchedule(settings, created, lastModified, state, nextRun, jobs + 1, ended);
  }

  public JobSchedule endedAt(Instant at) {
    return new JobSchedule(
        settings, created, lastModified, state, Optional.empty(), jobs, Optional.of(at));
  }
}
