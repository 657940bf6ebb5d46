package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Finds processes that left the session of their task: by the {@link Mark} that they have
 * inherited, or where there are none, by the task's directory in their environment, or in what
 * their output goes to, or as their working directory.
 *
 * <p>A task that ends by itself may leave such a process behind, as on a real node, where it is how
 * a start task starts a service; it goes with its node. A task that is killed leaves none. This
 * needs {@code /proc}: without it (macOS), programs that make a session of their own escape.
 */
final class Strays {

  private static final Path PROC = Path.of("/proc");
  private static final String MARK = "AZ_BATCH_TASK_DIR=";
  private static final int PASSES = 10;
  private static final long OURS = ProcessHandle.current().pid();

  private final Executor executor;
  private List<Search> waiting = new ArrayList<>();

  /**
   * @param executor runs the searches
   */
  Strays(Executor executor) {
    this.executor = executor;
  }

  /**
   * Whose processes are looked for: those with the mark, and those with traces of the directory.
   */
  record Owner(Path directory, Mark mark) {}

  private record Search(Owner owner, CompletableFuture<Void> done) {}

  /**
   * Kills, soon, every process of a task. One look at all processes serves all the searches that
   * have come together by then: to end a job with a thousand running tasks must not read a thousand
   * times about a thousand processes.
   */
  synchronized CompletableFuture<Void> killSoon(Owner owner) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (waiting.isEmpty()) {
      executor.execute(this::sweep);
    }
    waiting.add(new Search(owner, done));
    return done;
  }

  private void sweep() {
    List<Search> searches;
    synchronized (this) {
      searches = waiting;
      waiting = new ArrayList<>();
    }
    killAll(searches.stream().map(Search::owner).toList());
    searches.forEach(search -> search.done().complete(null));
  }

  /**
   * Kills every process of one of the owners, and of what is beneath them; returns when it is done.
   */
  static void killAll(List<Owner> owners) {
    // A process may fork while it is looked for; its child is found by the next pass.
    boolean found = true;
    for (int pass = 0; found && pass < PASSES; pass++) {
      found = false;
      for (ProcessHandle process : among(owners)) {
        found |= process.destroyForcibly();
      }
    }
  }

  private static List<ProcessHandle> among(List<Owner> owners) {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != OURS && belongs(process, owners)) {
          ProcessHandle.of(pid).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return found; // no /proc on this machine
    }
    return found;
  }

  private static boolean belongs(Path process, List<Owner> owners) {
    String mark = Mark.on(process);
    if (owners.stream().anyMatch(owner -> mark.startsWith(owner.mark().digits()))) {
      return true;
    }
    List<Path> traces = traces(process);
    return owners.stream()
        .anyMatch(owner -> traces.stream().anyMatch(t -> t.startsWith(owner.directory())));
  }

  /** What shows which task a process is of; looked at once, for however many tasks. */
  private static List<Path> traces(Path process) {
    List<Path> traces = new ArrayList<>();
    taskDirectory(process).ifPresent(traces::add);
    target(process.resolve("fd/1")).ifPresent(traces::add);
    target(process.resolve("fd/2")).ifPresent(traces::add);
    target(process.resolve("cwd")).filter(at -> hasNoTerminal(process)).ifPresent(traces::add);
    return traces;
  }

  private static Optional<Path> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException e) {
      return Optional.empty(); // closed, or it has ended, or is somebody else's
    }
  }

  /** Who looks around in a task's directory has one, and isn't to be killed for it. */
  private static boolean hasNoTerminal(Path process) {
    try {
      String status = Files.readString(process.resolve("stat"));
      // After the name, which may have blanks: state, parent, group, session, terminal.
      String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", 6);
      return fields.length > 4 && fields[4].equals("0");
    } catch (IOException | StringIndexOutOfBoundsException e) {
      return false;
    }
  }

  private static Optional<Path> taskDirectory(Path process) {
    String environment;
    try {
      byte[] bytes = Files.readAllBytes(process.resolve("environ"));
      environment = "\0" + new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return Optional.empty(); // it has ended, or is somebody else's
    }
    int at = environment.indexOf("\0" + MARK);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + 1 + MARK.length();
    int end = environment.indexOf('\0', start);
    return Optional.of(Path.of(environment.substring(start, end < 0 ? environment.length() : end)));
  }
}
