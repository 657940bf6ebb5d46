package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.JobScheduleState;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of job schedules: one job after the other when it is due, never two at once.
 *
 * <p>Their times are the user's own, so they are not divided by the pace.
 */
final class ScheduleLife {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleLife.class);

  private final Core core;
  private final JobMaker maker;
  private final JobLife jobs;
  private final AutoPools autoPools;

  ScheduleLife(Core core, JobMaker maker, JobLife jobs, AutoPools autoPools) {
    this.core = core;
    this.maker = maker;
    this.jobs = jobs;
    this.autoPools = autoPools;
  }

  private Account account() {
    return core.account();
  }

  private void put(JobSchedule schedule) {
    account().put(schedule);
  }

  /** Begins a schedule, or goes on after it was changed or enabled. */
  void begin(JobSchedule schedule) {
    Instant now = core.clock().now();
    Instant from = schedule.nextRun().orElse(schedule.created());
    Instant next = schedule.settings().notBefore().filter(from::isBefore).orElse(from);
    boolean more = schedule.jobs() == 0 || schedule.settings().recurrence().isPresent();
    put(schedule.withNextRun(more ? Optional.of(next) : Optional.empty()));
    advance(schedule.id(), now);
  }

  /** Goes on with a schedule that was begun in an earlier life of the emulator. */
  void resume(JobSchedule schedule) {
    advance(schedule.id(), core.clock().now());
  }

  /** A job is completed or gone: its schedule may have been waiting for that. */
  void jobEnded(AccountJob job) {
    job.job().schedule().ifPresent(from -> advance(from.scheduleId(), core.clock().now()));
  }

  void disable(JobSchedule schedule) {
    put(to(schedule, JobScheduleState.DISABLED));
  }

  void enable(JobSchedule schedule) {
    begin(to(schedule, JobScheduleState.ACTIVE));
  }

  /**
   * @param force whether not to wait for the nodes of its jobs
   */
  void terminate(JobSchedule schedule, boolean force) {
    put(to(schedule, JobScheduleState.TERMINATING));
    for (AccountJob job : ofSchedule(schedule)) {
      if (active(job) && !job.job().is(JobState.TERMINATING)) {
        jobs.terminate(job, "TerminateJobSchedule");
        hurry(job, force);
      }
    }
    advance(schedule.id(), core.clock().now());
  }

  /**
   * @param force whether not to wait for the nodes of its jobs
   */
  void delete(JobSchedule schedule, boolean force) {
    put(to(schedule, JobScheduleState.DELETING));
    for (AccountJob job : ofSchedule(schedule)) {
      if (!job.job().is(JobState.DELETING)) {
        jobs.delete(job);
        hurry(job, force);
      }
    }
    advance(schedule.id(), core.clock().now());
  }

  private void hurry(AccountJob job, boolean force) {
    if (force) {
      jobs.hurry(job);
    }
  }

  private JobSchedule to(JobSchedule schedule, JobScheduleState state) {
    return schedule.withState(schedule.state().to(state, core.clock().now()));
  }

  private List<AccountJob> ofSchedule(JobSchedule schedule) {
    return account().jobs().values().stream()
        .filter(
            job ->
                job.job()
                    .schedule()
                    .filter(from -> from.scheduleId().equalsIgnoreCase(schedule.id()))
                    .isPresent())
        .toList();
  }

  private static boolean active(AccountJob job) {
    return !job.job().is(JobState.COMPLETED) && !job.job().is(JobState.DELETING);
  }

  private void advance(String id, Instant now) {
    JobSchedule schedule = account().schedules().get(Ids.key(id));
    if (schedule == null) {
      return;
    }
    List<AccountJob> made = ofSchedule(schedule);
    boolean busy = made.stream().anyMatch(ScheduleLife::active);
    switch (schedule.state().state()) {
      case DELETING -> {
        if (made.isEmpty()) {
          account().remove(schedule);
          autoPools.scheduleEnded(id);
        }
      }
      case TERMINATING -> {
        if (!busy) {
          complete(schedule, now);
        }
      }
      case ACTIVE -> {
        if (!busy) {
          next(schedule, now);
        }
      }
      case DISABLED, COMPLETED -> {}
    }
  }

  private void next(JobSchedule schedule, Instant now) {
    Optional<Instant> deadline = schedule.settings().notAfter();
    boolean over = deadline.filter(at -> !now.isBefore(at)).isPresent();
    if (over || schedule.nextRun().isEmpty()) {
      complete(schedule, now);
      return;
    }
    Instant next = schedule.nextRun().get();
    if (next.isAfter(now)) {
      Instant look = deadline.filter(next::isAfter).orElse(next);
      core.timers().at(look, () -> advance(schedule.id(), core.clock().now()));
      return;
    }
    Instant due = latest(schedule, next, now);
    boolean missed =
        schedule.settings().startWindow().filter(w -> now.isAfter(due.plus(w))).isPresent();
    JobSchedule after = schedule.withNextRun(schedule.settings().recurrence().map(due::plus));
    if (missed) {
      put(after);
      advance(schedule.id(), now);
      return;
    }
    make(after, now);
  }

  /** The last time in the series that isn't ahead: what was missed before is not made up for. */
  private static Instant latest(JobSchedule schedule, Instant due, Instant now) {
    return schedule
        .settings()
        .recurrence()
        .map(
            interval ->
                due.plus(interval.multipliedBy(Duration.between(due, now).dividedBy(interval))))
        .orElse(due);
  }

  private void make(JobSchedule schedule, Instant now) {
    JobSchedule counted = schedule.withAnotherJob();
    ObjectNode said = (ObjectNode) schedule.settings().document().tree().path("jobSpecification");
    said.put("id", counted.jobId(counted.jobs()));
    put(counted);
    try {
      maker.add(said, Optional.of(new Job.Origin(counted.id(), counted.jobs())));
    } catch (BatchError refused) {
      LOG.warn("{} got no job: {}", schedule.id(), refused.code());
      put(schedule);
    }
    advance(schedule.id(), now);
  }

  private void complete(JobSchedule schedule, Instant now) {
    Transition<JobScheduleState> completed =
        schedule.is(JobScheduleState.TERMINATING)
            ? schedule.state().settle(JobScheduleState.COMPLETED, now)
            : schedule.state().to(JobScheduleState.COMPLETED, now);
    put(schedule.withState(completed).endedAt(now));
    autoPools.scheduleEnded(schedule.id());
  }
}
