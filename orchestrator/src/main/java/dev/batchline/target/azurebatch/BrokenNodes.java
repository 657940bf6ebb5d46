package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeListOptions;
import com.microsoft.azure.batch.protocol.models.JobListPreparationAndReleaseTaskStatusOptions;
import com.microsoft.azure.batch.protocol.models.JobPreparationAndReleaseTaskExecutionInformation;
import dev.batchline.target.Circumstances.BrokenNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds a few of the nodes that can't take tasks, with what they wrote last. */
final class BrokenNodes {

  private static final int TOLD = 3;
  private static final int STDERR = 1000;
  private static final String BROKEN = "state eq 'starttaskfailed' or state eq 'unusable'";
  private static final String NOT_PREPARED = "jobPreparationTaskExecutionInfo/result eq 'failure'";

  private final BatchConnection connection;
  private final NodeFiles files;
  private final String run;

  BrokenNodes(BatchConnection connection, String run) {
    this.connection = connection;
    this.files = new NodeFiles(connection);
    this.run = run;
  }

  List<BrokenNode> look(Map<String, Integer> nodes, boolean stuck) {
    List<BrokenNode> found = new ArrayList<>();
    if (nodes.containsKey("startTaskFailed") || nodes.containsKey("unusable")) {
      broken().forEach(node -> found.add(told(node)));
    }
    if (stuck && nodes.containsKey("idle")) {
      unprepared().forEach(node -> found.add(told(node)));
    }
    return found;
  }

  private List<ComputeNode> broken() {
    ComputeNodeListOptions options =
        new ComputeNodeListOptions()
            .withFilter(BROKEN)
            .withSelect("id,state,errors,startTaskInfo")
            .withMaxResults(TOLD);
    return connection.call(batch -> batch.computeNodes().list(run, options).currentPage().items());
  }

  private BrokenNode told(ComputeNode node) {
    boolean startTask = node.startTaskInfo() != null && node.startTaskInfo().failureInfo() != null;
    return new BrokenNode(
        node.id(),
        startTask ? "startTaskFailed" : "unusable",
        PoolProblems.of(node),
        startTask ? lastLine(node.id(), "startup/stderr.txt") : "");
  }

  private List<JobPreparationAndReleaseTaskExecutionInformation> unprepared() {
    JobListPreparationAndReleaseTaskStatusOptions options =
        new JobListPreparationAndReleaseTaskStatusOptions()
            .withFilter(NOT_PREPARED)
            .withMaxResults(TOLD);
    try {
      return connection
          .call(
              batch ->
                  batch
                      .jobs()
                      .listPreparationAndReleaseTaskStatus(run, options)
                      .currentPage()
                      .items())
          .stream()
          .filter(node -> node.jobPreparationTaskExecutionInfo() != null)
          .toList();
    } catch (BatchProblem problem) {
      if (problem.status() == 404) {
        return List.of();
      }
      throw problem;
    }
  }

  private static BrokenNode told(JobPreparationAndReleaseTaskExecutionInformation node) {
    return new BrokenNode(
        node.nodeId(),
        "notPrepared",
        BatchFailures.told(node.jobPreparationTaskExecutionInfo().failureInfo()),
        "");
  }

  private String lastLine(String node, String file) {
    return files
        .tailOfNode(run, node, file, STDERR)
        .flatMap(
            text ->
                text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((earlier, later) -> later))
        .map(BatchFailures::withoutSignatures)
        .orElse("");
  }
}
