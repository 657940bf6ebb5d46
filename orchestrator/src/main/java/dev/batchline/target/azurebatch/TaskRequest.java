package dev.batchline.target.azurebatch;

import static dev.batchline.target.azurebatch.JobRequest.variable;

import com.microsoft.azure.batch.protocol.models.AffinityInformation;
import com.microsoft.azure.batch.protocol.models.EnvironmentSetting;
import com.microsoft.azure.batch.protocol.models.OutputFile;
import com.microsoft.azure.batch.protocol.models.OutputFileBlobContainerDestination;
import com.microsoft.azure.batch.protocol.models.OutputFileDestination;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadCondition;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadOptions;
import com.microsoft.azure.batch.protocol.models.ResourceFile;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskConstraints;
import dev.batchline.base.Secret;
import dev.batchline.plan.EarlierOutput;
import dev.batchline.plan.PlannedTask;
import dev.batchline.storage.NodeLinks;
import dev.batchline.storage.RunBlobs;
import dev.batchline.target.Attempt;
import dev.batchline.target.OutputSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns an attempt into the request that adds its task.
 *
 * <p>The command goes to the node script in {@code BATCHLINE_COMMAND}, so it passes through one
 * shell and no further quoting. Outputs are uploaded only if the command succeeded, logs and
 * samples always.
 */
final class TaskRequest {

  static final String TASK_ID = "BATCHLINE_TASK_ID";
  static final String ATTEMPT = "BATCHLINE_ATTEMPT";

  /** Long enough to look at a node while a run goes on; what counts is in Storage. */
  private static final Duration RETENTION = Duration.ofHours(1);

  private static final String EARLIER_DIRECTORY = ".batchline/earlier";
  private static final String SOURCES_DIRECTORY = ".batchline/sources";

  private final NodeLinks links;
  private final TaskNames names;
  private final int retriesOnNode;
  private final Map<String, List<OutputSource>> sources;
  private final Function<String, Optional<String>> otherNode;

  /**
   * @param sources as {@link dev.batchline.target.RunSetup} has them
   * @param otherNode the affinity id of a node that is not this one, for attempts that are to avoid
   *     it
   */
  TaskRequest(
      NodeLinks links,
      TaskNames names,
      int retriesOnNode,
      Map<String, List<OutputSource>> sources,
      Function<String, Optional<String>> otherNode) {
    this.otherNode = otherNode;
    this.links = new RememberedLinks(links);
    this.names = names;
    this.retriesOnNode = retriesOnNode;
    this.sources = sources;
  }

  TaskAddParameter of(Attempt attempt) {
    TaskAddParameter request = request(attempt);
    attempt
        .avoid()
        .flatMap(otherNode)
        .ifPresent(
            node -> request.withAffinityInfo(new AffinityInformation().withAffinityId(node)));
    return request;
  }

  private TaskAddParameter request(Attempt attempt) {
    PlannedTask task = attempt.task();
    return new TaskAddParameter()
        .withId(attempt.id().value())
        .withCommandLine(NodeScript.RUN)
        .withUserIdentity(JobRequest.USER)
        .withRequiredSlots(task.slots())
        .withEnvironmentSettings(environment(attempt))
        .withResourceFiles(resourceFiles(task))
        .withOutputFiles(outputFiles(attempt))
        .withConstraints(constraints(task));
  }

  private TaskConstraints constraints(PlannedTask task) {
    TaskConstraints constraints =
        new TaskConstraints()
            .withMaxTaskRetryCount(retriesOnNode)
            .withRetentionTime(JobRequest.period(RETENTION));
    task.timeLimit().ifPresent(limit -> constraints.withMaxWallClockTime(JobRequest.period(limit)));
    return constraints;
  }

  private List<EnvironmentSetting> environment(Attempt attempt) {
    PlannedTask task = attempt.task();
    Map<String, String> variables = new LinkedHashMap<>();
    task.environment().entrySet().stream()
        .filter(variable -> !isReserved(variable.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(variable -> variables.put(variable.getKey(), variable.getValue()));
    variables.put(TASK_ID, task.id());
    variables.put(ATTEMPT, String.valueOf(attempt.id().number()));
    variables.put("BATCHLINE_COMMAND", ShellWords.command(task.invocation()));
    int n = 1;
    for (String output : task.outputs()) {
      variables.put("BATCHLINE_OUTPUT_" + n, output);
      variables.put(
          "BATCHLINE_OUTPUT_PATTERN_" + n, "^" + new GlobPattern(output).expression() + "$");
      n++;
    }
    n = 1;
    for (Map.Entry<String, List<GlobPattern>> earlier : earlierByGroup(task).entrySet()) {
      variables.put("BATCHLINE_EARLIER_" + n, earlier.getKey());
      variables.put(
          "BATCHLINE_EARLIER_PATTERN_" + n, earlierPattern(earlier.getKey(), earlier.getValue()));
      n++;
    }
    return variables.entrySet().stream()
        .map(variable -> variable(variable.getKey(), variable.getValue()))
        .toList();
  }

  /** Batch's variables and ours mean the same on every node, whatever the job file says. */
  private static boolean isReserved(String name) {
    return name.startsWith("BATCHLINE_") || name.startsWith("AZ_BATCH_");
  }

  private static Map<String, List<GlobPattern>> earlierByGroup(PlannedTask task) {
    return task.earlierOutputs().stream()
        .collect(
            Collectors.groupingBy(
                EarlierOutput::group,
                LinkedHashMap::new,
                Collectors.mapping(
                    earlier -> new GlobPattern(earlier.files()), Collectors.toList())));
  }

  /** Over {@code <task>/<path>}: the group's tasks by their exact form, and one of the globs. */
  private String earlierPattern(String group, List<GlobPattern> globs) {
    return globs.stream()
        .map(GlobPattern::expression)
        .collect(
            Collectors.joining(
                "|", "^" + group + (isForEach(group) ? "-[0-9]+" : "") + "/(", ")$"));
  }

  private boolean isForEach(String group) {
    return names.group(group).orElseThrow().forEach();
  }

  /**
   * Inputs of this task alone by name, outputs of earlier groups by a prefix of their names.
   *
   * <p>The prefix form keeps the request the same size whether the group has ten tasks or a
   * million, and Batch lists the blobs on the node. Its price: {@code output/simulate-} also stages
   * outputs of a group {@code simulate-x}, which the node script throws away again.
   */
  private List<ResourceFile> resourceFiles(PlannedTask task) {
    List<ResourceFile> files = new ArrayList<>();
    task.inputs().forEach(file -> files.add(JobRequest.staged("", file, links)));
    for (String group : earlierByGroup(task).keySet()) {
      if (sources.containsKey(group)) {
        addSources(group, files);
      } else {
        files.add(outputsOf(group, links.runContainerForReading(), EARLIER_DIRECTORY));
      }
    }
    return files;
  }

  private ResourceFile outputsOf(String group, Secret container, String directory) {
    String prefix =
        isForEach(group) ? withoutSlash(RunBlobs.output(group)) + "-" : RunBlobs.output(group);
    return new ResourceFile()
        .withStorageContainerUrl(container.reveal())
        .withBlobPrefix(prefix)
        .withFilePath(directory);
  }

  /** A directory for each run that made outputs of the group; the node script joins them. */
  private void addSources(String group, List<ResourceFile> files) {
    for (OutputSource source : sources.getOrDefault(group, List.of())) {
      Secret container =
          source.number() == 0
              ? links.runContainerForReading()
              : links.runContainerForReading(source.run());
      files.add(outputsOf(group, container, EARLIER_DIRECTORY + "/" + source.number()));
    }
    files.add(
        new ResourceFile()
            .withHttpUrl(links.runBlob(RunBlobs.sources(group)).reveal())
            .withFilePath(SOURCES_DIRECTORY + "/" + group));
  }

  private List<OutputFile> outputFiles(Attempt attempt) {
    List<OutputFile> files = new ArrayList<>();
    for (String output : attempt.task().outputs()) {
      GlobPattern glob = new GlobPattern(output);
      String directory = RunBlobs.output(attempt.task().id());
      files.add(
          glob.isLiteral()
              ? file(glob.toString(), directory + glob, OutputFileUploadCondition.TASK_SUCCESS)
              : file(
                  glob.forBatch(),
                  withoutSlash(directory + glob.base()),
                  OutputFileUploadCondition.TASK_SUCCESS));
    }
    String logs = withoutSlash(RunBlobs.logs(attempt.task().id(), attempt.id().number()));
    files.add(file("../std*.txt", logs, OutputFileUploadCondition.TASK_COMPLETION));
    files.add(file("../telemetry*.ndjson", logs, OutputFileUploadCondition.TASK_COMPLETION));
    return files;
  }

  private OutputFile file(String pattern, String path, OutputFileUploadCondition condition) {
    return new OutputFile()
        .withFilePattern(pattern)
        .withDestination(
            new OutputFileDestination()
                .withContainer(
                    new OutputFileBlobContainerDestination()
                        .withContainerUrl(links.runContainerForWriting().reveal())
                        .withPath(path)))
        .withUploadOptions(new OutputFileUploadOptions().withUploadCondition(condition));
  }

  private static String withoutSlash(String directory) {
    return directory.substring(0, directory.length() - 1);
  }
}
