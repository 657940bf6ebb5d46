package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a directory of very many directories by several threads, each of which mostly waits for
 * the file system.
 */
final class Removal {

  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
  private static final int AT_ONCE = 4;
  private static final int WAITING = 1000;
  private static final int PATIENCE_MINUTES = 10;

  private Removal() {}

  /**
   * Removes a directory and everything beneath, as {@link Directories#delete} does.
   *
   * @param depth of the directories that are removed side by side; 1 for those in the directory
   */
  static void of(Path directory, int depth) throws IOException {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            run -> new Thread(run, "removal"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    try {
      Files.walkFileTree(directory, Set.of(), depth, new Handing(threads));
    } finally {
      threads.shutdown();
      await(threads);
    }
    Directories.delete(directory); // what is left, and tells what can't be removed
  }

  private static void await(ThreadPoolExecutor threads) {
    try {
      if (!threads.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Path directory) {
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      LOG.debug("could not remove {} yet", directory, e);
    }
  }

  /** Gives the directories at the depth of the walk to the threads. */
  private static final class Handing extends SimpleFileVisitor<Path> {

    private final ThreadPoolExecutor threads;

    Handing(ThreadPoolExecutor threads) {
      this.threads = threads;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isDirectory()) {
        threads.execute(() -> remove(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // left to the second pass
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
