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
import dev.batchline.target.RunSetup;
import java.util.Optional;
import java.util.Set;

/**
 * A run's pool and job: creates them, or finds them and makes sure that they are the run's own, and
 * ends them.
 *
 * <p>Both have the run's id. An answer that one exists may be the echo of our own lost request, so
 * it is success, but only after a look at its metadata.
 */
final class RunResources {

  private static final Set<String> POOL_EXISTS = Set.of("PoolExists");
  private static final Set<String> JOB_EXISTS = Set.of("JobExists", "JobCompleted");
  private static final Set<String> JOB_IS_OVER =
      Set.of("JobNotFound", "JobCompleted", "JobBeingTerminated", "JobBeingDeleted");
  private static final Set<String> POOL_IS_GOING = Set.of("PoolNotFound", "PoolBeingDeleted");

  /** Batch publishes no limit for the reason of a job's end; this much is always taken. */
  private static final int LONGEST_REASON = 128;

  private final BatchConnection connection;
  private final RunId run;

  RunResources(BatchConnection connection, RunId run) {
    this.connection = connection;
    this.run = run;
  }

  void createPool(RunSetup setup) {
    PoolAddParameter request = PoolRequest.of(setup);
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
    }
  }

  private void checkPool() {
    CloudPool pool =
        connection.call(
            batch ->
                batch
                    .pools()
                    .get(run.value(), new PoolGetOptions().withSelect("id,state,metadata")));
    if (!Ownership.isOf(pool.metadata(), run)) {
      throw notOurs("pool");
    }
    if (pool.state() == PoolState.DELETING) {
      throw new RunException(
          Blame.SERVICE,
          "use pool " + run,
          "it is being deleted",
          "Start the run again; it gets an id of its own.");
    }
  }

  void createJob(RunSetup setup) {
    JobAddParameter request = JobRequest.of(setup);
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
    }
  }

  private RunException notOurs(String what) {
    return new RunException(
        Blame.SERVICE,
        "create " + what + " " + run,
        "there is one with this id, and its metadata does not name this run",
        "Look at it in the Azure portal; nothing of it was changed.");
  }

  private CloudJob job(String select) {
    return connection.call(
        batch -> batch.jobs().get(run.value(), new JobGetOptions().withSelect(select)));
  }

  /** Whether the job waits for someone to enable it again. */
  record JobCondition(Optional<String> closed, boolean disabled) {}

  /** Whether the job still takes and runs tasks. */
  JobCondition condition() {
    CloudJob job;
    try {
      job = job("id,state,executionInfo");
    } catch (BatchProblem problem) {
      if (problem.status() == 404) {
        return new JobCondition(Optional.of("the job was deleted"), false);
      }
      throw problem;
    }
    JobState state = job.state();
    if (state == JobState.TERMINATING || state == JobState.COMPLETED) {
      return new JobCondition(Optional.of("the job was terminated: " + reason(job)), false);
    }
    if (state == JobState.DELETING) {
      return new JobCondition(Optional.of("the job is being deleted"), false);
    }
    boolean disabled = state == JobState.DISABLED || state == JobState.DISABLING;
    return new JobCondition(Optional.empty(), disabled);
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
                  batch.jobs().terminate(run.value(), told, new JobTerminateOptions());
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
                  batch.pools().delete(run.value());
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
