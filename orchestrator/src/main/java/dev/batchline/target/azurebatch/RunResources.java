package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudJob;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.JobGetOptions;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.JobTerminateOptions;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolGetOptions;
import com.microsoft.azure.batch.protocol.models.PoolState;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.storage.RunLease;
import dev.batchline.target.Permit;
import dev.batchline.target.RunSetup;
import java.util.Optional;
import java.util.Set;

/**
 * One of a run's pools and its job: creates them, or finds them and makes sure that they are the
 * run's own, and ends them.
 *
 * <p>Both have one id. An answer that one exists may be the echo of our own lost request, so it is
 * success, but only after a look at its metadata.
 */
final class RunResources {

  /** Code of the refusal of a pool as long as an earlier one of the same id is on its way out. */
  static final String BEING_DELETED = "PoolBeingDeleted";

  /** Code of the refusal of an id that something has that is not the run's. */
  static final String NOT_OURS = "NotOfThisRun";

  private static final Set<String> POOL_EXISTS = Set.of("PoolExists");
  private static final Set<String> JOB_EXISTS = Set.of("JobExists", "JobCompleted");
  private static final Set<String> JOB_IS_OVER =
      Set.of("JobNotFound", "JobCompleted", "JobBeingTerminated", "JobBeingDeleted");
  private static final Set<String> POOL_IS_GOING = Set.of("PoolNotFound", "PoolBeingDeleted");

  /** Batch publishes no limit for the reason of a job's end; this much is always taken. */
  private static final int LONGEST_REASON = 128;

  private final BatchConnection connection;
  private final RunId run;
  private final Permit permit;
  private final String id;

  /**
   * @param id of the pool and of the job
   */
  RunResources(BatchConnection connection, RunSetup setup, String id) {
    this.connection = connection;
    this.run = setup.run();
    this.permit = setup.permit();
    this.id = id;
  }

  /** Returns whether there was none. */
  boolean createPool(PoolAddParameter request) {
    permit.require();
    try {
      connection.call(
          batch -> {
            batch.pools().add(request);
            return request;
          });
    } catch (BatchProblem problem) {
      if (!problem.isOneOf(POOL_EXISTS)) {
        throw problem;
      }
      checkPool();
      return false;
    }
    requireOrUndo(this::deletePool);
    return true;
  }

  /**
   * Nobody removes what was created after the run had ended, but who did it. As long as the run
   * goes on, it belongs to it, whoever drives it.
   */
  private void requireOrUndo(Runnable undo) {
    try {
      permit.require();
    } catch (RunException lost) {
      if (lost.code().equals(RunLease.LOST) && permit.isOver()) {
        undo.run();
      }
      throw lost;
    }
  }

  private void checkPool() {
    CloudPool pool =
        connection.call(
            batch -> batch.pools().get(id, new PoolGetOptions().withSelect("id,state,metadata")));
    if (!Ownership.isOf(pool.metadata(), run)) {
      throw notOurs("pool");
    }
    if (pool.state() == PoolState.DELETING) {
      throw new RunException(
              Blame.SERVICE,
              "use pool " + id,
              "it is being deleted",
              "Start the run again; it gets an id of its own.")
          .withCode(BEING_DELETED);
    }
  }

  /** Returns whether there was none. */
  boolean createJob(JobAddParameter request) {
    permit.require();
    try {
      connection.call(
          batch -> {
            batch.jobs().add(request);
            return request;
          });
    } catch (BatchProblem problem) {
      if (!problem.isOneOf(JOB_EXISTS)) {
        throw problem;
      }
      CloudJob job = job("id,state,metadata");
      if (!Ownership.isOf(job.metadata(), run)) {
        throw notOurs("job");
      }
      return false;
    }
    requireOrUndo(() -> terminateJob("its run had ended"));
    return true;
  }

  private RunException notOurs(String what) {
    return new RunException(
            Blame.SERVICE,
            "create " + what + " " + id,
            "there is one with this id, and its metadata does not name this run",
            "Look at it in the Azure portal; nothing of it was changed.")
        .withCode(NOT_OURS);
  }

  private CloudJob job(String select) {
    return connection.call(batch -> batch.jobs().get(id, new JobGetOptions().withSelect(select)));
  }

  /**
   * @param closed why the job takes nothing more
   * @param disabled whether it waits for someone to enable it again
   * @param missing whether there is no such job
   */
  record JobCondition(Optional<String> closed, boolean disabled, boolean missing) {

    static JobCondition closed(String why) {
      return new JobCondition(Optional.of(why), false, false);
    }
  }

  /** Whether the job still takes and runs tasks. */
  JobCondition condition() {
    CloudJob job;
    try {
      job = job("id,state,executionInfo");
    } catch (BatchProblem problem) {
      if (problem.status() == 404) {
        return new JobCondition(Optional.of("the job was deleted"), false, true);
      }
      throw problem;
    }
    JobState state = job.state();
    if (state == JobState.TERMINATING || state == JobState.COMPLETED) {
      return JobCondition.closed("the job was terminated: " + reason(job));
    }
    if (state == JobState.DELETING) {
      return JobCondition.closed("the job is being deleted");
    }
    boolean disabled = state == JobState.DISABLED || state == JobState.DISABLING;
    return new JobCondition(Optional.empty(), disabled, false);
  }

  private static String reason(CloudJob job) {
    return job.executionInfo() == null || job.executionInfo().terminateReason() == null
        ? "no reason is known"
        : job.executionInfo().terminateReason();
  }

  /** Does nothing if the job has ended or is gone. */
  void terminateJob(String reason) {
    String told = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    tolerating(
        JOB_IS_OVER,
        () ->
            connection.call(
                batch -> {
                  batch.jobs().terminate(id, told, new JobTerminateOptions());
                  return told;
                }));
  }

  /** Does nothing if the pool is gone or going. */
  void deletePool() {
    tolerating(
        POOL_IS_GOING,
        () ->
            connection.call(
                batch -> {
                  batch.pools().delete(id);
                  return run;
                }));
  }

  static void tolerating(Set<String> codes, Runnable call) {
    try {
      call.run();
    } catch (BatchProblem problem) {
      if (!problem.isOneOf(codes)) {
        throw problem;
      }
    }
  }
}
