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
 * @param retries more runs when the exit code is not 0, on whichever node; -1 without end
 * @param wallClock after which it is killed
 * @param onRequest failures that are none, but asked for
 * @param packages that it needs
 * @param retriesSoFar of the retries, those that were made before the task came to this node
 * @param leavesProcesses whether what it has started lives on when it has succeeded, until {@link
 *     NodeRuntime#endLeft}
 * @param user whom it runs as; nothing, for who runs this program
 */
public record NodeCommand(
    Path directory,
    boolean fresh,
    String commandLine,
    Map<String, String> environment,
    List<ResourceFile> resourceFiles,
    List<OutputFile> outputFiles,
    int retries,
    Optional<Duration> wallClock,
    OnRequest onRequest,
    List<ApplicationPackage> packages,
    int retriesSoFar,
    boolean leavesProcesses,
    Optional<CommandUser> user) {

  public NodeCommand {
    packages = List.copyOf(packages);
    environment = Map.copyOf(environment);
    resourceFiles = List.copyOf(resourceFiles);
    outputFiles = List.copyOf(outputFiles);
  }

  /** A command that fails only by itself. */
  public NodeCommand(
      Path directory,
      boolean fresh,
      String commandLine,
      Map<String, String> environment,
      List<ResourceFile> resourceFiles,
      List<OutputFile> outputFiles,
      int retries,
      Optional<Duration> wallClock) {
    this(
        directory,
        fresh,
        commandLine,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        OnRequest.NOTHING,
        List.of(),
        0,
        false,
        Optional.empty());
  }

  /** The same with another command line. */
  public NodeCommand withCommandLine(String line) {
    return new NodeCommand(
        directory,
        fresh,
        line,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        onRequest,
        packages,
        retriesSoFar,
        leavesProcesses,
        user);
  }

  /** The same with failures that are asked for. */
  public NodeCommand failing(OnRequest failures) {
    return new NodeCommand(
        directory,
        fresh,
        commandLine,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        failures,
        packages,
        retriesSoFar,
        leavesProcesses,
        user);
  }

  /** The same with application packages. */
  public NodeCommand withPackages(List<ApplicationPackage> all) {
    return new NodeCommand(
        directory,
        fresh,
        commandLine,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        onRequest,
        all,
        retriesSoFar,
        leavesProcesses,
        user);
  }

  /** The same, run as a user. */
  public NodeCommand as(CommandUser one) {
    return new NodeCommand(
        directory,
        fresh,
        commandLine,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        onRequest,
        packages,
        retriesSoFar,
        leavesProcesses,
        Optional.of(one));
  }

  /** The same, of a task that was retried before it came to this node. */
  public NodeCommand after(int retriesMade) {
    return new NodeCommand(
        directory,
        fresh,
        commandLine,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        onRequest,
        packages,
        retriesMade,
        leavesProcesses,
        user);
  }

  /** The same, of a command that is there to start what lives on. */
  public NodeCommand leavingProcesses() {
    return new NodeCommand(
        directory,
        fresh,
        commandLine,
        environment,
        resourceFiles,
        outputFiles,
        retries,
        wallClock,
        onRequest,
        packages,
        retriesSoFar,
        true,
        user);
  }

  /**
   * An application package, unpacked on the node before the command runs, unless it is there.
   *
   * @param name for messages
   * @param zip nothing, if there is no such package
   * @param directory where it is unpacked
   */
  public record ApplicationPackage(String name, Optional<Path> zip, Path directory) {}

  /**
   * Failures that are asked for.
   *
   * @param staging instead of downloading resource files
   * @param upload instead of uploading output files
   */
  public record OnRequest(
      Optional<CommandEvent.Failure> staging, Optional<CommandEvent.Failure> upload) {

    /** Nothing is to fail. */
    public static final OnRequest NOTHING = new OnRequest(Optional.empty(), Optional.empty());
  }

  /**
   * What is downloaded before the command runs; exactly one of the two URLs is given.
   *
   * @param httpUrl of one blob
   * @param storageContainerUrl of a container whose blobs are downloaded
   * @param blobPrefix of the blobs of that container
   * @param filePath where to, relative to {@code wd/}
   * @param fileMode octal; 0770 unless given
   * @param inRoot whether the path is relative to the task's directory and not to {@code wd/}
   */
  public record ResourceFile(
      Optional<String> httpUrl,
      Optional<String> storageContainerUrl,
      String blobPrefix,
      String filePath,
      Optional<String> fileMode,
      boolean inRoot) {}

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
