package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.model.Transition;
import java.time.Instant;
import java.util.Optional;

/** Makes jobs, asked for by users or by job schedules. */
final class JobMaker {

  private final Core core;
  private final JobLife jobs;
  private final TaskMaker tasks;
  private final AutoPools autoPools;
  private final QuotaRules quotas;

  JobMaker(Core core, JobLife jobs, TaskMaker tasks, AutoPools autoPools) {
    this.core = core;
    this.jobs = jobs;
    this.tasks = tasks;
    this.autoPools = autoPools;
    this.quotas = new QuotaRules(core);
  }

  /**
   * Adds a job, with its manager task and its auto pool if it has them.
   *
   * @param said body of a request after {@link dev.batchline.emulator.model.Bodies}
   */
  AccountJob add(ObjectNode said, Optional<Job.Origin> schedule) {
    String key = Ids.key(said.path("id").asText());
    JobRules.complete(said);
    JobRules.check(said);
    FileRules.check(said, core.settings());
    UserRules.check(said);
    JobSettings settings = JobSettings.of(said);
    settings.manager().ifPresent(manager -> tasks.check(settings, manager.tree()));
    checkFree(key);
    Instant now = core.clock().change();
    AccountJob job =
        core.account()
            .add(
                new Job(
                    settings,
                    now,
                    now,
                    Transition.first(JobState.ACTIVE, now),
                    settings.poolId(),
                    Job.Outcome.NONE,
                    schedule));
    core.events().job(AccountEvent.Kind.JOB_START, job.job());
    settings.autoPool().ifPresent(specification -> autoPools.make(job, specification));
    settings.manager().ifPresent(manager -> addManager(job, manager.tree()));
    core.markJob(job);
    jobs.limit(job);
    return job;
  }

  private void addManager(AccountJob job, ObjectNode manager) {
    if (!job.job().is(JobState.ACTIVE)) {
      return;
    }
    TaskSettings.Manager how =
        new TaskSettings.Manager(
            manager.path("runExclusive").asBoolean(true),
            manager.path("allowLowPriorityNode").asBoolean(true),
            manager.path("killJobOnCompletion").asBoolean(true));
    tasks.add(job, manager, Optional.of(how));
  }

  private void checkFree(String key) {
    AccountJob there = core.account().jobs().get(key);
    if (there != null) {
      throw switch (there.job().state().state()) {
        case COMPLETED -> ErrorCode.JOB_COMPLETED.error();
        case DELETING -> ErrorCode.JOB_BEING_DELETED.error();
        case ACTIVE, DISABLING, DISABLED, ENABLING, TERMINATING -> ErrorCode.JOB_EXISTS.error();
      };
    }
    if (core.account().schedules().containsKey(key)) {
      throw ErrorCode.JOB_SCHEDULE_OF_THAT_ID_EXISTS.error();
    }
    quotas.checkJob(key);
  }
}
