package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.fault.FaultPoint;
import dev.batchline.emulator.fault.Occasion;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.DisableTasks;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobJson;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Preconditions;
import dev.batchline.emulator.model.Urls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What users do with jobs. */
final class JobOperations {

  private final Core core;
  private final Bodies bodies;
  private final JobLife jobs;
  private final JobMaker maker;
  private final AutoPools autoPools;
  private final CountHistory history = new CountHistory();

  JobOperations(Core core, Bodies bodies, JobLife jobs, JobMaker maker, AutoPools autoPools) {
    this.autoPools = autoPools;
    this.core = core;
    this.bodies = bodies;
    this.jobs = jobs;
    this.maker = maker;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.JOB_ADD, this::add);
    handlers.put(Operation.JOB_LIST, this::list);
    handlers.put(Operation.JOB_GET, this::get);
    handlers.put(Operation.JOB_PATCH, this::patch);
    handlers.put(Operation.JOB_UPDATE, this::update);
    handlers.put(Operation.JOB_DISABLE, this::disable);
    handlers.put(Operation.JOB_ENABLE, this::enable);
    handlers.put(Operation.JOB_TERMINATE, this::terminate);
    handlers.put(Operation.JOB_DELETE, this::delete);
    handlers.put(Operation.JOB_GET_TASK_COUNTS, this::taskCounts);
    handlers.put(Operation.JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS, this::nodeStatus);
  }

  private AccountJob find(Call call) {
    return core.account().job(call.name("jobId"));
  }

  /** Remembers the task counts of a job in which something has changed. */
  void changed(AccountJob job) {
    history.record(job, core.clock().now());
  }

  /** A job that may be changed. */
  private AccountJob writable(Call call) {
    AccountJob job = find(call);
    Preconditions.forWrite(call.conditions(), job.job().stamp());
    if (job.job().is(JobState.DELETING)) {
      throw ErrorCode.JOB_BEING_DELETED.error();
    }
    return job;
  }

  /** A job that has not ended and is not ending. */
  private AccountJob ongoing(Call call) {
    AccountJob job = writable(call);
    if (job.job().is(JobState.COMPLETED)) {
      throw ErrorCode.JOB_COMPLETED.error();
    }
    if (job.job().is(JobState.TERMINATING)) {
      throw ErrorCode.JOB_BEING_TERMINATED.error();
    }
    return job;
  }

  private Reply add(Call call) {
    ObjectNode said = bodies.read("JobAddParameter", call.body());
    JobRules.checkLifetime(said);
    AccountJob job = maker.add(said, Optional.empty());
    return Reply.created(job.job().stamp(), Urls.job(call.base(), "job-1"));
  }

  private Reply list(Call call) {
    TreeMap<String, Job> all = new TreeMap<>();
    core.account().jobs().forEach((key, job) -> all.put(key, job.job()));
    Pages<Job> page = Pages.of(all, call.page(), JobJson::properties);
    return () -> page.render(job -> JobJson.render(job, call.base()));
  }

  private Reply get(Call call) {
    Job job = find(call).job();
    return () -> new Answer.Entity(JobJson.render(job, call.base()), Optional.of(job.stamp()));
  }

  private Reply patch(Call call) {
    AccountJob job = ongoing(call);
    ObjectNode changes = bodies.read("JobPatchParameter", call.body());
    ObjectNode said = job.job().settings().document().tree();
    return change(job, changes, said);
  }

  private Reply update(Call call) {
    AccountJob job = ongoing(call);
    ObjectNode changes = bodies.read("JobUpdateParameter", call.body());
    ObjectNode said = job.job().settings().document().tree();
    said.remove("metadata");
    return change(job, changes, said);
  }

  private Reply change(AccountJob job, ObjectNode changes, ObjectNode said) {
    JobRules.complete(changes);
    JobRules.checkChange(job.job(), changes);
    said.setAll(changes);
    JobRules.check(said);
    JobSettings settings = JobSettings.of(said);
    Job changed = job.job().withSettings(settings).modified(core.clock().change());
    boolean moved = settings.poolId().isPresent() && !settings.poolId().equals(job.job().poolId());
    core.put(job, moved ? changed.withPool(settings.poolId()) : changed);
    jobs.limit(job);
    autoPools.changed(job);
    return Reply.done(job.job().stamp());
  }

  private Reply disable(Call call) {
    AccountJob job = ongoing(call);
    DisableTasks running =
        DisableTasks.of(
            bodies.read("JobDisableParameter", call.body()).path("disableTasks").asText());
    if (!job.job().is(JobState.ACTIVE)) {
      throw ErrorCode.JOB_DISABLED.error();
    }
    touch(job);
    jobs.disable(job, running);
    return Reply.done(job.job().stamp());
  }

  private Reply enable(Call call) {
    AccountJob job = ongoing(call);
    if (job.job().is(JobState.ACTIVE)) {
      throw ErrorCode.OPERATION_INVALID_FOR_STATE.error();
    }
    touch(job);
    jobs.enable(job);
    return Reply.done(job.job().stamp());
  }

  private Reply terminate(Call call) {
    AccountJob job = find(call);
    boolean force = forced(call);
    if (force && job.job().is(JobState.TERMINATING)) {
      Preconditions.forWrite(call.conditions(), job.job().stamp());
      jobs.hurry(job);
      return Reply.done(job.job().stamp());
    }
    ongoing(call);
    String reason =
        bodies.readOptional("JobTerminateParameter", call.body()).path("terminateReason").asText();
    touch(job);
    jobs.terminate(job, reason);
    if (force) {
      jobs.hurry(job);
    }
    return Reply.done(job.job().stamp());
  }

  private Reply delete(Call call) {
    AccountJob job = find(call);
    boolean force = forced(call);
    if (!force || !job.job().is(JobState.DELETING)) {
      writable(call);
      jobs.delete(job);
    }
    if (force) {
      jobs.hurry(job);
    }
    return Reply.done();
  }

  /** Whether the job's end isn't to wait for its nodes. */
  private static boolean forced(Call call) {
    return Boolean.parseBoolean(call.query().get("force"));
  }

  private void touch(AccountJob job) {
    core.put(job, job.job().modified(core.clock().change()));
  }

  private Reply taskCounts(Call call) {
    AccountJob job = find(call);
    Occasion asked =
        Occasion.of(FaultPoint.TASK_COUNTS, "task counts").with(Subject.JOB, job.job().id());
    Instant now = core.clock().now();
    CountHistory.Counts counts =
        core.faults()
            .strike(asked, Fault.LateCounts.class)
            .map(fault -> history.before(job, fault.by(), now))
            .orElseGet(() -> CountHistory.now(job, now));
    return () ->
        new Answer.Entity(JobJson.counts(counts.tasks(), counts.slots()), Optional.empty());
  }

  private Reply nodeStatus(Call call) {
    AccountJob found = find(call);
    Job job = found.job();
    if (job.settings().preparation().isEmpty() && job.settings().release().isEmpty()) {
      throw ErrorCode.NO_PREPARATION_OR_RELEASE.error();
    }
    Pages<AccountJob.OnNode> page =
        Pages.of(new TreeMap<>(found.nodes()), call.page(), JobJson::properties);
    List<AccountJob.OnNode> begun =
        page.elements().stream().filter(on -> on.preparation().begun()).toList();
    return () -> new Pages<>(begun, page.next()).render(on -> JobJson.render(job, on, call.base()));
  }
}
