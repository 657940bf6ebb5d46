package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobJson;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.JobScheduleJson;
import dev.batchline.emulator.model.JobScheduleState;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Preconditions;
import dev.batchline.emulator.model.Transition;
import dev.batchline.emulator.model.Urls;
import dev.batchline.emulator.model.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What users do with job schedules. */
final class ScheduleOperations {

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Core core;
  private final Bodies bodies;
  private final ScheduleLife schedules;

  ScheduleOperations(Core core, Bodies bodies, ScheduleLife schedules) {
    this.core = core;
    this.bodies = bodies;
    this.schedules = schedules;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.JOB_SCHEDULE_ADD, this::add);
    handlers.put(Operation.JOB_SCHEDULE_LIST, this::list);
    handlers.put(Operation.JOB_SCHEDULE_GET, this::get);
    handlers.put(Operation.JOB_SCHEDULE_EXISTS, call -> Reply.done(find(call).stamp()));
    handlers.put(
        Operation.JOB_SCHEDULE_PATCH, call -> change(call, "JobSchedulePatchParameter", false));
    handlers.put(
        Operation.JOB_SCHEDULE_UPDATE, call -> change(call, "JobScheduleUpdateParameter", true));
    handlers.put(Operation.JOB_SCHEDULE_DISABLE, this::disable);
    handlers.put(Operation.JOB_SCHEDULE_ENABLE, this::enable);
    handlers.put(Operation.JOB_SCHEDULE_TERMINATE, this::terminate);
    handlers.put(Operation.JOB_SCHEDULE_DELETE, this::delete);
    handlers.put(Operation.JOB_LIST_FROM_JOB_SCHEDULE, this::jobs);
  }

  private JobSchedule find(Call call) {
    return core.account().schedule(call.name("jobScheduleId"));
  }

  private JobSchedule writable(Call call) {
    JobSchedule schedule = find(call);
    Preconditions.forWrite(call.conditions(), schedule.stamp());
    if (schedule.is(JobScheduleState.DELETING)) {
      throw ErrorCode.JOB_SCHEDULE_BEING_DELETED.error();
    }
    return schedule;
  }

  private JobSchedule ongoing(Call call) {
    JobSchedule schedule = writable(call);
    if (schedule.is(JobScheduleState.COMPLETED)) {
      throw ErrorCode.JOB_SCHEDULE_COMPLETED.error();
    }
    if (schedule.is(JobScheduleState.TERMINATING)) {
      throw ErrorCode.JOB_SCHEDULE_BEING_TERMINATED.error();
    }
    return schedule;
  }

  private Reply add(Call call) {
    ObjectNode said = bodies.read("JobScheduleAddParameter", call.body());
    String key = Ids.key(said.path("id").asText());
    check(said);
    JobSchedule there = core.account().schedules().get(key);
    if (there != null) {
      throw there.is(JobScheduleState.DELETING)
          ? ErrorCode.JOB_SCHEDULE_BEING_DELETED.error()
          : ErrorCode.JOB_SCHEDULE_EXISTS.error();
    }
    if (core.account().jobs().containsKey(key)) {
      throw ErrorCode.JOB_OF_THAT_ID_EXISTS.error();
    }
    new QuotaRules(core).checkSchedule(key);
    Instant now = core.clock().change();
    JobSchedule schedule =
        new JobSchedule(
            JobSchedule.Settings.of(said),
            now,
            now,
            Transition.first(JobScheduleState.ACTIVE, now),
            Optional.empty(),
            0,
            Optional.empty());
    core.account().put(schedule);
    schedules.begin(schedule);
    return Reply.created(schedule.stamp(), Urls.jobSchedule(call.base(), schedule.id()));
  }

  private void check(ObjectNode said) {
    FileRules.check(said, core.settings());
    UserRules.check(said);
    if (said.get("jobSpecification") instanceof ObjectNode job) {
      JobRules.complete(job);
      JobRules.check(job);
    }
    for (String member : List.of("recurrenceInterval", "startWindow")) {
      String text = said.at("/schedule").path(member).asText();
      if (WireTime.duration(text).filter(one -> one.compareTo(SHORTEST) < 0).isPresent()) {
        throw ErrorCode.invalidValue(member, text, "The value must be at least 1 minute.");
      }
    }
    checkTimes(JobSchedule.Settings.of(said));
  }

  private static void checkTimes(JobSchedule.Settings said) {
    Optional<Instant> until = said.notBefore();
    Optional<Instant> after = said.notAfter();
    if (until.isPresent() && after.isPresent() && after.get().isBefore(until.get())) {
      throw ErrorCode.invalidValue(
          "doNotRunAfter", WireTime.text(after.get()), "The value is before doNotRunUntil.");
    }
  }

  private Reply list(Call call) {
    Pages<JobSchedule> page =
        Pages.of(core.account().schedules(), call.page(), JobScheduleJson::properties);
    return () -> page.render(schedule -> JobScheduleJson.render(schedule, call.base()));
  }

  private Reply get(Call call) {
    JobSchedule schedule = find(call);
    return () ->
        new Answer.Entity(
            JobScheduleJson.render(schedule, call.base()), Optional.of(schedule.stamp()));
  }

  private Reply change(Call call, String block, boolean whole) {
    JobSchedule schedule = ongoing(call);
    ObjectNode changes = bodies.read(block, call.body());
    ObjectNode said = schedule.settings().document().tree();
    if (whole) {
      said.remove("metadata");
    }
    said.setAll(changes);
    check(said);
    JobSchedule changed = touch(schedule).withSettings(JobSchedule.Settings.of(said));
    schedules.begin(changed);
    return Reply.done(changed.stamp());
  }

  private JobSchedule touch(JobSchedule schedule) {
    return schedule.modified(core.clock().change());
  }

  private Reply disable(Call call) {
    JobSchedule schedule = touch(ongoing(call));
    schedules.disable(schedule);
    return Reply.done(schedule.stamp());
  }

  private Reply enable(Call call) {
    JobSchedule schedule = touch(ongoing(call));
    schedules.enable(schedule);
    return Reply.done(schedule.stamp());
  }

  private Reply terminate(Call call) {
    JobSchedule schedule = touch(ongoing(call));
    schedules.terminate(schedule, forced(call));
    return Reply.done(schedule.stamp());
  }

  private Reply delete(Call call) {
    schedules.delete(writable(call), forced(call));
    return Reply.done();
  }

  private static boolean forced(Call call) {
    return Boolean.parseBoolean(call.query().get("force"));
  }

  private Reply jobs(Call call) {
    JobSchedule schedule = find(call);
    TreeMap<String, Job> jobs = new TreeMap<>();
    core.account()
        .jobs()
        .forEach(
            (key, job) ->
                job.job()
                    .schedule()
                    .filter(from -> from.scheduleId().equalsIgnoreCase(schedule.id()))
                    .ifPresent(from -> jobs.put(key, job.job())));
    Pages<Job> page = Pages.of(jobs, call.page(), JobJson::properties);
    return () -> page.render(job -> JobJson.render(job, call.base()));
  }
}
