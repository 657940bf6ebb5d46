package dev.batchline.emulator.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts the processes of commands: in a session of their own, in the task's working directory,
 * with standard input at its end and output straight to the task's files.
 */
final class ProcessLauncher {

  private static final File NOTHING = new File("/dev/null");

  private final Sessions sessions;
  private final ForkBarrier forks;
  private final ProcessGroups groups;
  private final TaskUsers users;

  ProcessLauncher(Sessions sessions, ForkBarrier forks, ProcessGroups groups, TaskUsers users) {
    this.users = users;
    this.sessions = sessions;
    this.forks = forks;
    this.groups = groups;
  }

  /**
   * What a command's process sees: this machine's minimum, then what the command says, then the
   * task's own directories, by which its processes are found again.
   */
  static Map<String, String> environment(NodeCommand command) {
    Map<String, String> environment = new TreeMap<>(Sessions.inherited());
    environment.put("HOME", workingDirectory(command).toString());
    environment.putAll(command.environment());
    environment.put("AZ_BATCH_TASK_DIR", command.directory().toString());
    environment.put("AZ_BATCH_TASK_WORKING_DIR", workingDirectory(command).toString());
    return environment;
  }

  static Path workingDirectory(NodeCommand command) {
    return command.directory().resolve("wd");
  }

  /**
   * Starts the command with a mark; its process id is that of its process group too.
   *
   * @throws CommandFailedException if there is no such program, or it can't be run
   */
  Process start(NodeCommand command, Mark mark) throws CommandFailedException {
    if (command.user().orElse(null) instanceof CommandUser.Unknown unknown) {
      throw launchFailed(command, "the pool has no user account " + unknown.name());
    }
    Map<String, String> environment = environment(command);
    environment.putAll(users.environment(command.user()));
    List<String> words = words(command, environment);
    Path directory = command.directory();
    ProcessBuilder builder =
        new ProcessBuilder(sessions.leading(users.as(command.user(), words), mark));
    builder.directory(workingDirectory(command).toFile());
    builder.redirectInput(NOTHING);
    builder.redirectOutput(directory.resolve("stdout.txt").toFile());
    builder.redirectError(directory.resolve("stderr.txt").toFile());
    try {
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = forks.start(builder);
      register(process);
      return process;
    } catch (IOException | IllegalArgumentException e) {
      throw launchFailed(command, String.valueOf(e.getMessage()));
    }
  }

  private void register(Process process) {
    try {
      groups.add(process.pid());
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static List<String> words(NodeCommand command, Map<String, String> environment)
      throws CommandFailedException {
    CommandLine line;
    try {
      line = CommandLine.parse(command.commandLine());
    } catch (IllegalArgumentException e) {
      throw launchFailed(command, String.valueOf(e.getMessage()));
    }
    Optional<Path> program =
        Sessions.program(
            line.program(), environment.getOrDefault("PATH", ""), workingDirectory(command));
    if (program.isEmpty()) {
      throw CommandFailedException.user(
          "CommandProgramNotFound",
          "The specified command program is not found",
          List.of(
              Map.entry("CommandLine", command.commandLine()),
              Map.entry("Message", "The system cannot find the file specified")));
    }
    if (!Files.isExecutable(program.get())) {
      throw launchFailed(command, line.program() + " is not executable");
    }
    return line.words();
  }

  private static CommandFailedException launchFailed(NodeCommand command, String why) {
    return CommandFailedException.user(
        "CommandLaunchFailed",
        "The specified command could not be launched",
        List.of(Map.entry("CommandLine", command.commandLine()), Map.entry("Message", why)));
  }
}
