package dev.batchline.emulator.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process groups of a runtime, signalled by a guardian that survives the runtime for as long as
 * it takes to kill them all (see {@code guardian.sh}).
 *
 * <p>Invariant: the guardian knows every group that has been added and not killed. Should somebody
 * kill the guardian itself, the next request starts another one and tells it.
 */
final class ProcessGroups implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessGroups.class);

  private final Path root;
  private final boolean keep;
  private final Sessions sessions;
  private final ForkBarrier forks;
  private final String script;
  private final Set<Long> groups = new LinkedHashSet<>();
  private final Map<Long, CompletableFuture<Void>> kills = new HashMap<>();
  private Process guardian;
  private boolean closed;

  /**
   * @param keep whether the runtime's directory stays when the runtime is gone
   */
  ProcessGroups(Path root, boolean keep, Sessions sessions, ForkBarrier forks) throws IOException {
    this.root = root;
    this.keep = keep;
    this.sessions = sessions;
    this.forks = forks;
    this.script = script();
    this.guardian = startGuardian();
  }

  /**
   * Whether a process that was started as leader of a session has become that already: the program
   * that makes the session needs a moment. Without {@code /proc} it is taken to be so.
   */
  static boolean leads(long process) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
      // After the name, which may have blanks: state, parent, group.
      String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", 4);
      return fields[2].equals(Long.toString(process));
    } catch (IOException noProc) {
      return true;
    }
  }

  /** From now on the group dies with the runtime at the latest. */
  synchronized void add(long group) {
    groups.add(group);
    send("add " + group);
  }

  /** Asks the group to end (SIGTERM). */
  synchronized void terminate(long group) {
    if (groups.contains(group)) {
      send("term " + group);
    }
  }

  /** Kills the group (SIGKILL), if that hasn't been done, and forgets it. */
  synchronized void kill(long group) {
    if (!closed && groups.remove(group)) {
      kills.put(group, new CompletableFuture<>());
      send("kill " + group);
    }
  }

  /**
   * Kills the group like {@link #kill}.
   *
   * @return complete when the signal has been sent
   */
  synchronized CompletableFuture<Void> killed(long group) {
    kill(group);
    return kills.getOrDefault(group, CompletableFuture.completedFuture(null));
  }

  /**
   * Ends the guardian.
   *
   * @param clean false if it shall kill what is left and remove the runtime's directory first
   */
  void close(boolean clean) {
    Process last;
    synchronized (this) {
      if (clean) {
        send("done");
      }
      closed = true;
      last = guardian;
    }
    try {
      last.getOutputStream().close();
      if (!last.waitFor(30, TimeUnit.SECONDS)) {
        LOG.warn("the guardian {} of {} still runs", last.pid(), root);
      }
    } catch (IOException e) {
      LOG.debug("the guardian of {} was gone already", root, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(false);
  }

  private void send(String line) {
    if (closed) {
      return;
    }
    try {
      write(guardian, line);
    } catch (IOException e) {
      LOG.warn("the guardian of {} was killed; starting another one", root);
      replaceGuardian();
    }
  }

  private void replaceGuardian() {
    try {
      guardian = startGuardian();
      for (long group : groups) {
        write(guardian, "add " + group);
      }
      for (long group : kills.keySet()) {
        write(guardian, "kill " + group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not start the guardian of " + root, e);
    }
  }

  private static void write(Process guardian, String line) throws IOException {
    OutputStream input = guardian.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    input.flush();
  }

  private Process startGuardian() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            sessions.leading(
                List.of(
                    "/bin/sh",
                    "-c",
                    script,
                    "guardian",
                    root.toString(),
                    keep ? "keep" : "",
                    Mark.of(root).digits())));
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.directory(Path.of("/").toFile());
    // It outlives us: it mustn't hold open a pipe that whoever started us reads to its end.
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = forks.start(builder);
    if (keep) {
      EarlierGuardian.remember(root, process.toHandle());
    }
    Thread reader = new Thread(() -> readAnswers(process), "node-guardian");
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  private void readAnswers(Process process) {
    try (BufferedReader answers = process.inputReader()) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        CompletableFuture<Void> killed;
        synchronized (this) {
          killed = kills.remove(Long.parseLong(line));
        }
        if (killed != null) {
          killed.complete(null);
        }
      }
    } catch (IOException e) {
      LOG.debug("reading from the guardian ended", e);
    }
    guardianEnded(process);
  }

  private synchronized void guardianEnded(Process process) {
    if (!closed && process == guardian) {
      LOG.warn("the guardian of {} ended; starting another one", root);
      replaceGuardian();
      return;
    }
    if (closed) {
      new ArrayList<>(kills.values()).forEach(killed -> killed.complete(null));
      kills.clear();
    }
  }

  private static String script() throws IOException {
    try (InputStream in = ProcessGroups.class.getResourceAsStream("guardian.sh")) {
      if (in == null) {
        throw new IOException("guardian.sh is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
