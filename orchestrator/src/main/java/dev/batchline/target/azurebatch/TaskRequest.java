package dev.batchline.target.azurebatch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadCondition;
import dev.batchline.base.Secret;
import dev.batchline.plan.EarlierOutput;
import dev.batchline.plan.PlannedTask;
import dev.batchline.plan.StagedFile;
import dev.batchline.storage.NodeLinks;
import dev.batchline.storage.RunBlobs;
import dev.batchline.target.Attempt;
import dev.batchline.target.OutputSource;
import dev.batchline.target.azurebatch.OutputPatterns.OutputPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
  private static final String RETENTION = Duration.ofHours(1).toString();

  private static final SerializedString COMMAND_LINE = new SerializedString(NodeScript.RUN);
  private static final SerializedString USER =
      new SerializedString(new String(RequestJson.of(JobRequest.USER), StandardCharsets.UTF_8));

  private static final String EARLIER_DIRECTORY = ".batchline/earlier";
  private static final String SOURCES_DIRECTORY = ".batchline/sources";

  private final NodeLinks links;
  private final TaskNames names;
  private final int retriesOnNode;
  private final Map<String, List<OutputSource>> sources;
  private final Function<String, Optional<String>> otherNode;
  private final OutputPatterns outputs = new OutputPatterns();

  /** In each task several times, and so written once. */
  private volatile @Nullable SerializedString container;

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

  /** The request as Batch reads it, in JSON. */
  byte[] of(Attempt attempt) {
    return RequestJson.written(json -> write(attempt, json));
  }

  private void write(Attempt attempt, JsonGenerator json) throws IOException {
    PlannedTask task = attempt.task();
    json.writeStartObject();
    json.writeStringField("id", attempt.id().value());
    json.writeFieldName("commandLine");
    json.writeString(COMMAND_LINE);
    json.writeArrayFieldStart("resourceFiles");
    writeResourceFiles(task, json);
    json.writeEndArray();
    json.writeArrayFieldStart("outputFiles");
    writeOutputFiles(attempt, json);
    json.writeEndArray();
    json.writeArrayFieldStart("environmentSettings");
    writeEnvironment(attempt, json);
    json.writeEndArray();
    Optional<String> node = attempt.avoid().flatMap(otherNode);
    if (node.isPresent()) {
      json.writeObjectFieldStart("affinityInfo");
      json.writeStringField("affinityId", node.get());
      json.writeEndObject();
    }
    writeConstraints(task, json);
    json.writeNumberField("requiredSlots", task.slots());
    json.writeFieldName("userIdentity");
    json.writeRawValue(USER);
    json.writeEndObject();
  }

  private void writeConstraints(PlannedTask task, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("constraints");
    if (task.timeLimit().isPresent()) {
      json.writeStringField("maxWallClockTime", task.timeLimit().get().toString());
    }
    json.writeStringField("retentionTime", RETENTION);
    json.writeNumberField("maxTaskRetryCount", retriesOnNode);
    json.writeEndObject();
  }

  private void writeEnvironment(Attempt attempt, JsonGenerator json) throws IOException {
    PlannedTask task = attempt.task();
    for (Map.Entry<String, String> variable : new TreeMap<>(task.environment()).entrySet()) {
      if (!isReserved(variable.getKey())) {
        writeVariable(variable.getKey(), variable.getValue(), json);
      }
    }
    writeVariable(TASK_ID, task.id(), json);
    writeVariable(ATTEMPT, String.valueOf(attempt.id().number()), json);
    writeVariable("BATCHLINE_COMMAND", ShellWords.command(task.invocation()), json);
    int n = 1;
    for (String output : task.outputs()) {
      writeVariable("BATCHLINE_OUTPUT_" + n, output, json);
      writeVariable("BATCHLINE_OUTPUT_PATTERN_" + n, outputs.of(output).expression(), json);
      n++;
    }
    n = 1;
    for (Map.Entry<String, List<GlobPattern>> earlier : earlierByGroup(task).entrySet()) {
      String pattern = earlierPattern(earlier.getKey(), earlier.getValue());
      writeVariable("BATCHLINE_EARLIER_" + n, earlier.getKey(), json);
      writeVariable("BATCHLINE_EARLIER_PATTERN_" + n, pattern, json);
      n++;
    }
  }

  private static void writeVariable(String name, String value, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("value", value);
    json.writeEndObject();
  }

  /** Batch's variables and ours mean the same on every node, whatever the job file says. */
  private static boolean isReserved(String name) {
    return name.startsWith("BATCHLINE_") || name.startsWith("AZ_BATCH_");
  }

  private static Map<String, List<GlobPattern>> earlierByGroup(PlannedTask task) {
    if (task.earlierOutputs().isEmpty()) {
      return Map.of();
    }
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
  private void writeResourceFiles(PlannedTask task, JsonGenerator json) throws IOException {
    for (StagedFile file : task.inputs()) {
      writeBlob(links.object(file.sha256()), file.path(), json);
    }
    for (String group : earlierByGroup(task).keySet()) {
      if (sources.containsKey(group)) {
        writeSources(group, json);
      } else {
        writeOutputsOf(group, links.runContainerForReading(), EARLIER_DIRECTORY, json);
      }
    }
  }

  private static void writeBlob(Secret link, String path, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("httpUrl", link.reveal());
    json.writeStringField("filePath", path);
    json.writeEndObject();
  }

  private void writeOutputsOf(String group, Secret container, String directory, JsonGenerator json)
      throws IOException {
    String prefix =
        isForEach(group) ? withoutSlash(RunBlobs.output(group)) + "-" : RunBlobs.output(group);
    json.writeStartObject();
    json.writeStringField("storageContainerUrl", container.reveal());
    json.writeStringField("blobPrefix", prefix);
    json.writeStringField("filePath", directory);
    json.writeEndObject();
  }

  /** A directory for each run that made outputs of the group; the node script joins them. */
  private void writeSources(String group, JsonGenerator json) throws IOException {
    for (OutputSource source : sources.getOrDefault(group, List.of())) {
      Secret container =
          source.number() == 0
              ? links.runContainerForReading()
              : links.runContainerForReading(source.run());
      writeOutputsOf(group, container, EARLIER_DIRECTORY + "/" + source.number(), json);
    }
    writeBlob(links.runBlob(RunBlobs.sources(group)), SOURCES_DIRECTORY + "/" + group, json);
  }

  private void writeOutputFiles(Attempt attempt, JsonGenerator json) throws IOException {
    String directory = RunBlobs.output(attempt.task().id());
    for (String output : attempt.task().outputs()) {
      OutputPattern pattern = outputs.of(output);
      String path =
          pattern.literal()
              ? directory + pattern.forBatch()
              : withoutSlash(directory + pattern.base());
      writeOutputFile(pattern.forBatch(), path, OutputFileUploadCondition.TASK_SUCCESS, json);
    }
    String logs = withoutSlash(RunBlobs.logs(attempt.task().id(), attempt.id().number()));
    writeOutputFile("../std*.txt", logs, OutputFileUploadCondition.TASK_COMPLETION, json);
    writeOutputFile("../telemetry*.ndjson", logs, OutputFileUploadCondition.TASK_COMPLETION, json);
  }

  private void writeOutputFile(
      String pattern, String path, OutputFileUploadCondition condition, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("filePattern", pattern);
    json.writeObjectFieldStart("destination");
    json.writeObjectFieldStart("container");
    json.writeStringField("path", path);
    json.writeFieldName("containerUrl");
    json.writeString(container());
    json.writeEndObject();
    json.writeEndObject();
    json.writeObjectFieldStart("uploadOptions");
    json.writeStringField("uploadCondition", condition.toString());
    json.writeEndObject();
    json.writeEndObject();
  }

  private SerializedString container() {
    SerializedString written = container;
    if (written == null) {
      written = new SerializedString(links.runContainerForWriting().reveal());
      container = written;
    }
    return written;
  }

  private static String withoutSlash(String directory) {
    return directory.substring(0, directory.length() - 1);
  }
}
