package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The guardian of the runtime that had a kept directory before. While it still kills what that
 * runtime has left, the next one must start nothing, or it would be killed with it.
 *
 * <p>A file in the directory says which process it is: its id, and when it was started, because ids
 * are used again.
 */
final class EarlierGuardian {

  private static final String FILE = ".guardian";
  private static final long SECONDS = 30;

  private EarlierGuardian() {}

  static void remember(Path root, ProcessHandle guardian) throws IOException {
    Path next = root.resolve(FILE + ".new");
    Files.writeString(next, guardian.pid() + " " + started(guardian));
    Files.move(next, root.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns when the guardian that was remembered has ended. */
  static void awaitEnd(Path root) throws IOException {
    Path file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    Optional<ProcessHandle> guardian = running(Files.readString(file));
    if (guardian.isEmpty()) {
      return;
    }
    try {
      guardian.get().onExit().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "process " + guardian.get().pid() + " still ends what an emulator ran in " + root, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // the end of a process doesn't fail
    }
  }

  private static Optional<ProcessHandle> running(String remembered) {
    String[] words = remembered.split(" ", 2);
    if (words.length < 2 || !words[0].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(process -> started(process).equals(words[1]));
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
