package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AutoUserScope;
import com.microsoft.azure.batch.protocol.models.AutoUserSpecification;
import com.microsoft.azure.batch.protocol.models.ElevationLevel;
import com.microsoft.azure.batch.protocol.models.EnvironmentSetting;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.JobConstraints;
import com.microsoft.azure.batch.protocol.models.JobPreparationTask;
import com.microsoft.azure.batch.protocol.models.OnAllTasksComplete;
import com.microsoft.azure.batch.protocol.models.OnTaskFailure;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.ResourceFile;
import com.microsoft.azure.batch.protocol.models.UserIdentity;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedPool;
import dev.batchline.plan.StagedFile;
import dev.batchline.storage.NodeLinks;
import dev.batchline.target.RunSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Period;

/**
 * Turns a plan's header into the request that creates its job.
 *
 * <p>The job ends by itself when the run's wall-clock limit has passed, whoever is still there. It
 * does not end when its tasks have: the engine may want to add attempts.
 */
final class JobRequest {

  /**
   * The job preparation task and the tasks run as the same user, so that the tasks can read what it
   * staged; left to Batch's default, Windows nodes would give each its own.
   */
  static final UserIdentity USER =
      new UserIdentity()
          .withAutoUser(
              new AutoUserSpecification()
                  .withScope(AutoUserScope.POOL)
                  .withElevationLevel(ElevationLevel.NON_ADMIN));

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private JobRequest() {}

  /**
   * @param place number of the plan's pool that the job is on
   * @throws RunException of blame USER if more files are to be staged than one request can name
   */
  static JobAddParameter of(RunSetup setup, int place, Instant now) {
    PlanHeader plan = setup.plan();
    String id = PlaceId.of(setup.run(), place);
    JobAddParameter job =
        new JobAddParameter()
            .withId(id)
            .withMetadata(Ownership.metadata(setup))
            .withPoolInfo(new PoolInformation().withPoolId(id))
            .withConstraints(
                new JobConstraints()
                    .withMaxWallClockTime(
                        period(
                            place == PlannedPool.FIRST
                                ? plan.limits().wallClock()
                                : left(setup, now)))
                    .withMaxTaskRetryCount(plan.retry().onNode()))
            .withOnAllTasksComplete(OnAllTasksComplete.NO_ACTION)
            .withOnTaskFailure(OnTaskFailure.NO_ACTION)
            .withCommonEnvironmentSettings(
                List.of(variable("BATCHLINE_RUN_ID", setup.run().value())))
            .withJobPreparationTask(preparation(plan, setup.links()));
    refuseTooManyFiles(plan, RequestJson.of(job).length);
    return job;
  }

  /** What is left of the run: a job that begins later must not outlive it. */
  private static Duration left(RunSetup setup, Instant now) {
    Duration left = Duration.between(now, setup.times().end());
    Duration whole = setup.plan().limits().wallClock();
    if (left.compareTo(whole) > 0) {
      return whole;
    }
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : Duration.ofSeconds(left.toSeconds() + 1);
  }

  private static JobPreparationTask preparation(PlanHeader plan, NodeLinks links) {
    List<ResourceFile> files = new ArrayList<>();
    plan.app().forEach(file -> files.add(staged("app/", file, links)));
    plan.inputs().forEach(file -> files.add(staged("input/", file, links)));
    return new JobPreparationTask()
        .withCommandLine(NodeScript.WRITE)
        .withEnvironmentSettings(List.of(variable(NodeScript.VARIABLE, NodeScript.base64())))
        .withResourceFiles(files)
        .withUserIdentity(USER)
        .withWaitForSuccess(true)
        .withRerunOnNodeRebootAfterSuccess(true);
  }

  /** A file by its content, as {@code directory + its path}. */
  static ResourceFile staged(String directory, StagedFile file, NodeLinks links) {
    return new ResourceFile()
        .withHttpUrl(links.object(file.sha256()).reveal())
        .withFilePath(directory + file.path());
  }

  static EnvironmentSetting variable(String name, String value) {
    return new EnvironmentSetting().withName(name).withValue(value);
  }

  static Period period(Duration duration) {
    return new Period(
        Math.toIntExact(duration.toHours()),
        duration.toMinutesPart(),
        duration.toSecondsPart(),
        duration.toMillisPart());
  }

  private static void refuseTooManyFiles(PlanHeader plan, int bytes) {
    if (bytes > RequestJson.LIMIT) {
      int files = plan.app().size() + plan.inputs().size();
      throw new RunException(
          Blame.USER,
          "stage " + files + " files under app and inputs on each node",
          "naming them takes " + bytes + " bytes, and Azure Batch accepts " + RequestJson.LIMIT,
          "Pack them into one archive that the tasks unpack, or give each task only its own"
              + " inputs.");
    }
  }
}
