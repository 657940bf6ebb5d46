package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in the account and that Azure Monitor counts and logs.
 *
 * @param poolId of the pool concerned, if any
 * @param jobId of the job concerned, if any
 * @param taskId of the task concerned, if any
 */
public record AccountEvent(
    Kind kind,
    Instant at,
    Optional<String> poolId,
    Optional<String> jobId,
    Optional<String> taskId) {

  /** By what an event concerns: this decides the dimensions of its metric. */
  public enum Subject {
    POOL,
    JOB,
    TASK
  }

  /** The events of Batch, named as its metrics and resource logs are. */
  public enum Kind {
    POOL_CREATE("PoolCreateEvent", Subject.POOL),
    POOL_DELETE_START("PoolDeleteStartEvent", Subject.POOL),
    POOL_DELETE_COMPLETE("PoolDeleteCompleteEvent", Subject.POOL),
    POOL_RESIZE_START("PoolResizeStartEvent", Subject.POOL),
    POOL_RESIZE_COMPLETE("PoolResizeCompleteEvent", Subject.POOL),
    JOB_START("JobStartEvent", Subject.JOB),
    JOB_TERMINATE_START("JobTerminateStartEvent", Subject.JOB),
    JOB_TERMINATE_COMPLETE("JobTerminateCompleteEvent", Subject.JOB),
    JOB_DELETE_START("JobDeleteStartEvent", Subject.JOB),
    JOB_DELETE_COMPLETE("JobDeleteCompleteEvent", Subject.JOB),
    JOB_DISABLE_START("JobDisableStartEvent", Subject.JOB),
    JOB_DISABLE_COMPLETE("JobDisableCompleteEvent", Subject.JOB),
    TASK_START("TaskStartEvent", Subject.TASK),
    /** Of every task that ends, whatever its result. */
    TASK_COMPLETE("TaskCompleteEvent", Subject.TASK),
    /** Of a task that ends with a failure, in addition to its completion. */
    TASK_FAIL("TaskFailEvent", Subject.TASK),
    TASK_REQUEUE("TaskRequeueEvent", Subject.TASK),
    TASK_SCHEDULE_FAIL("TaskScheduleFailEvent", Subject.TASK);

    private final String name;
    private final Subject subject;

    Kind(String name, Subject subject) {
      this.name = name;
      this.subject = subject;
    }

    /** The name of the metric and of the operation in the log. */
    public String eventName() {
      return name;
    }

    public Subject subject() {
      return subject;
    }
  }

  public static AccountEvent ofPool(Kind kind, Instant at, String poolId) {
    return new AccountEvent(kind, at, Optional.of(poolId), Optional.empty(), Optional.empty());
  }

  public static AccountEvent ofJob(Kind kind, Instant at, String jobId) {
    return new AccountEvent(kind, at, Optional.empty(), Optional.of(jobId), Optional.empty());
  }

  /**
   * An event of a task.
   *
   * @param poolId of the pool that the job runs on, if it has one yet
   */
  public static AccountEvent ofTask(
      Kind kind, Instant at, Optional<String> poolId, String jobId, String taskId) {
    return new AccountEvent(kind, at, poolId, Optional.of(jobId), Optional.of(taskId));
  }
}
