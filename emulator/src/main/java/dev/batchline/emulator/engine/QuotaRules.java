package dev.batchline.emulator.engine;

import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.fault.FaultPoint;
import dev.batchline.emulator.fault.Occasion;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.JobScheduleState;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Operation;

/** Whether the account may have one more of something; cores are the matter of allocation. */
final class QuotaRules {

  private final Core core;

  QuotaRules(Core core) {
    this.core = core;
  }

  /**
   * @throws dev.batchline.emulator.model.BatchError PoolQuotaReached
   */
  void checkPool(String id) {
    boolean reached = core.account().pools().size() >= core.quotas().get().pools();
    if (reached || asked(Operation.POOL_ADD, Subject.POOL, id)) {
      throw ErrorCode.POOL_QUOTA_REACHED.error();
    }
  }

  /**
   * @throws dev.batchline.emulator.model.BatchError ActiveJobAndScheduleQuotaReached
   */
  void checkJob(String id) {
    checkActive(Operation.JOB_ADD, id);
  }

  /**
   * @throws dev.batchline.emulator.model.BatchError ActiveJobAndScheduleQuotaReached
   */
  void checkSchedule(String id) {
    checkActive(Operation.JOB_SCHEDULE_ADD, id);
  }

  /** Jobs and job schedules have one quota together; those that are completed don't count. */
  private void checkActive(Operation operation, String id) {
    long jobs =
        core.account().jobs().values().stream()
            .filter(job -> !job.job().is(JobState.COMPLETED))
            .count();
    long schedules =
        core.account().schedules().values().stream()
            .filter(schedule -> !schedule.is(JobScheduleState.COMPLETED))
            .count();
    boolean reached = jobs + schedules >= core.quotas().get().jobs();
    if (reached || asked(operation, Subject.JOB, id)) {
      throw ErrorCode.JOB_QUOTA_REACHED.error();
    }
  }

  private boolean asked(Operation operation, Subject subject, String id) {
    Occasion addition =
        Occasion.of(FaultPoint.ADDITION, operation.id())
            .with(Subject.OPERATION, operation.id())
            .with(subject, id);
    return core.faults().strike(addition, Fault.QuotaReached.class).isPresent();
  }
}
