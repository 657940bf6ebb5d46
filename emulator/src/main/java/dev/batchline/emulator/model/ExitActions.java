package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Set;

/**
 * What follows from the way a task ended, by its exit conditions and the service's defaults.
 *
 * @param satisfies whether tasks that depend on it may run
 */
public record ExitActions(boolean satisfies, JobAction jobAction) {

  /** What a failed task does to its job. */
  public enum JobAction {
    NONE,
    DISABLE,
    TERMINATE
  }

  private static final Set<String> BEFORE_THE_COMMAND =
      Set.of(
          "BlobNotFound",
          "BlobAccessDenied",
          "BlobDownloadTimedOut",
          "BlobDownloadMiscError",
          "ResourceDirectoryCreateFailed",
          "ResourceFileCreateFailed",
          "ResourceFileWriteFailed",
          "CommandProgramNotFound",
          "CommandLaunchFailed",
          "ApplicationPackageError",
          "ContainerInvalidSettings",
          "DiskFull");

  /** Of a task that is completed. */
  public static ExitActions of(Job job, Task task) {
    boolean succeeded = task.execution().succeeded();
    JsonNode conditions =
        task.settings().exitConditions()
            ? task.settings().document().tree().path("exitConditions")
            : MissingNode.getInstance();
    JsonNode options = options(conditions, task.execution());
    String dependency = options.path("dependencyAction").asText(succeeded ? "satisfy" : "block");
    String action = options.path("jobAction").asText(succeeded ? "none" : "terminate");
    return new ExitActions(
        dependency.equals("satisfy"),
        job.settings().actOnFailure()
            ? JobAction.valueOf(action.toUpperCase(Locale.ROOT))
            : JobAction.NONE);
  }

  private static JsonNode options(JsonNode conditions, Execution execution) {
    if (execution.exitCode().isPresent()) {
      int code = execution.exitCode().getAsInt();
      for (JsonNode mapping : conditions.path("exitCodes")) {
        if (mapping.path("code").asInt() == code) {
          return mapping.path("exitOptions");
        }
      }
      for (JsonNode mapping : conditions.path("exitCodeRanges")) {
        if (mapping.path("start").asInt() <= code && code <= mapping.path("end").asInt()) {
          return mapping.path("exitOptions");
        }
      }
    }
    String failure = execution.failure().map(one -> one.code()).orElse("");
    if (failure.startsWith("FileUpload") && conditions.has("fileUploadError")) {
      return conditions.path("fileUploadError");
    }
    if (BEFORE_THE_COMMAND.contains(failure) && conditions.has("preProcessingError")) {
      return conditions.path("preProcessingError");
    }
    return execution.succeeded() ? MissingNode.getInstance() : conditions.path("default");
  }
}
