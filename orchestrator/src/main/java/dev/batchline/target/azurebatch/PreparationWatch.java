package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.JobListPreparationAndReleaseTaskStatusOptions;
import com.microsoft.azure.batch.protocol.models.JobPreparationAndReleaseTaskExecutionInformation;
import com.microsoft.azure.batch.protocol.models.TaskCounts;
import dev.batchline.base.Timeline;
import dev.batchline.target.Capacity;
import dev.batchline.target.NodeTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Looks for nodes that could not stage the run's files.
 *
 * <p>Such a node takes no task of the job, and tasks that find no other stay active for ever
 * without any error of their own. So it is looked for when tasks wait and a node has nothing to do,
 * whatever runs on others.
 */
final class PreparationWatch {

  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final int NODES_TOLD = 3;
  private static final String FAILED = "jobPreparationTaskExecutionInfo/result eq 'failure'";

  /** As the table of failures has it: the node itself says nothing is wrong. */
  private static final String STATE = "notprepared";

  private final BatchConnection connection;
  private final int place;
  private final String job;
  private final Timeline timeline;
  private Instant looked = Instant.EPOCH;
  private List<NodeTrouble> seen = List.of();

  PreparationWatch(BatchConnection connection, int place, String job, Timeline timeline) {
    this.connection = connection;
    this.place = place;
    this.job = job;
    this.timeline = timeline;
  }

  /** The first nodes that failed; none while all nodes have something to do. */
  List<NodeTrouble> look(TaskCounts counts, Capacity capacity) {
    boolean stuck = counts.active() > 0 && capacity.nodesByState().containsKey("idle");
    if (!stuck) {
      seen = List.of();
      return seen;
    }
    if (!timeline.now().isBefore(looked.plus(EVERY))) {
      looked = timeline.now();
      seen = failures();
    }
    return seen;
  }

  private List<NodeTrouble> failures() {
    JobListPreparationAndReleaseTaskStatusOptions options =
        new JobListPreparationAndReleaseTaskStatusOptions()
            .withFilter(FAILED)
            .withMaxResults(NODES_TOLD);
    return connection
        .call(
            batch ->
                batch
                    .jobs()
                    .listPreparationAndReleaseTaskStatus(job, options)
                    .currentPage()
                    .items())
        .stream()
        .filter(node -> node.jobPreparationTaskExecutionInfo() != null)
        .map(node -> new NodeTrouble(place, node.nodeId(), STATE, line(node)))
        .toList();
  }

  private static String line(JobPreparationAndReleaseTaskExecutionInformation node) {
    return "node "
        + node.nodeId()
        + " could not stage the run's files: "
        + BatchFailures.told(node.jobPreparationTaskExecutionInfo().failureInfo());
  }
}
