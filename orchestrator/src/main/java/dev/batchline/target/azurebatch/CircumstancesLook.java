package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudJob;
import com.microsoft.azure.batch.protocol.models.JobGetOptions;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.TaskCounts;
import dev.batchline.target.Circumstances;
import dev.batchline.target.Circumstances.JobCondition;

/**
 * Looks at why attempts wait in one of a run's pools: its job, how many tasks wait and run, its
 * nodes.
 *
 * <p>Four calls when all is well, and one or two for each thing that is not; no list of all nodes
 * or tasks.
 */
final class CircumstancesLook {

  private final BatchConnection connection;
  private final String id;

  /**
   * @param id of the job, which its pool has too
   */
  CircumstancesLook(BatchConnection connection, String id) {
    this.connection = connection;
    this.id = id;
  }

  Circumstances look() {
    JobCondition job = job();
    TaskCounts counts = job == JobCondition.GONE ? new TaskCounts() : counts();
    return new Circumstances(
        id,
        job,
        counts.active(),
        counts.running(),
        new PoolLook(connection, id).look(counts.active() > 0 && counts.running() == 0));
  }

  private JobCondition job() {
    try {
      CloudJob job =
          connection.call(
              batch -> batch.jobs().get(id, new JobGetOptions().withSelect("id,state")));
      return condition(job.state());
    } catch (BatchProblem problem) {
      if (problem.status() == 404) {
        return JobCondition.GONE;
      }
      throw problem;
    }
  }

  private static JobCondition condition(JobState state) {
    return switch (state) {
      case ACTIVE, ENABLING -> JobCondition.ACTIVE;
      case DISABLED, DISABLING -> JobCondition.DISABLED;
      case TERMINATING, COMPLETED -> JobCondition.ENDED;
      case DELETING -> JobCondition.GONE;
    };
  }

  private TaskCounts counts() {
    try {
      return connection.call(batch -> batch.jobs().getTaskCounts(id).taskCounts());
    } catch (BatchProblem problem) {
      if (problem.status() == 404) {
        return new TaskCounts();
      }
      throw problem;
    }
  }
}
