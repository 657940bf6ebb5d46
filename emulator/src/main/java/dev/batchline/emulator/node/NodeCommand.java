package dev.batchline.emulator.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line to run on a node: of a task, or of a start, preparation or release task.
 *
 * @param directory of the task, holding {@code stdout.txt}, {@code stderr.txt} and {@code wd/};
 *     made when missing, and emptied when {@code fresh}
 * @param commandLine split by the rules of Batch and run without a shell
 * @param environment complete, added to a minimal one of the machine ({@code PATH}, ...)
 * @param retries more runs when the exit code is not 0; -1 without end
 * @param wallClock after which it is killed
 */
public record NodeCommand(
    Path directory,
    boolean fresh,
    String commandLine,
    Map<String, String> environment,
    List<ResourceFile> resourceFiles,
    List<OutputFile> outputFiles,
    int retries,
    Optional<Duration> wallClock) {

  public NodeCommand {
    environment = Map.copyOf(environment);
    resourceFiles = List.copyOf(resourceFiles);
    outputFiles = List.copyOf(outputFiles);
  }

  /**
   * What is downloaded before the command runs; exactly one of the two URLs is given.
   *
   * @param httpUrl of one blob
   * @param storageContainerUrl of a container whose blobs are downloaded
   * @param blobPrefix of the blobs of that container
   * @param filePath where to, relative to {@code wd/}
   * @param fileMode octal; 0770 unless given
   */
  public record ResourceFile(
      Optional<String> httpUrl,
      Optional<String> storageContainerUrl,
      String blobPrefix,
      String filePath,
      Optional<String> fileMode) {}

  /**
   * What is uploaded after the command's last run.
   *
   * @param filePattern glob relative to {@code wd/} or absolute, as Batch defines it
   * @param containerUrl with a SAS
   * @param path in the container; empty for its root
   * @param headers of the upload, such as Content-Type
   */
  public record OutputFile(
      String filePattern,
      String containerUrl,
      String path,
      Map<String, String> headers,
      Condition condition) {

    /** When it is uploaded. */
    public enum Condition {
      TASK_SUCCESS,
      TASK_FAILURE,
      TASK_COMPLETION
    }
  }
}
