package dev.batchline.plan;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Finds out size and SHA-256 of files, several side by side; what is known to be unchanged is not
 * read again.
 */
public final class FileHashes {

  private static final int BUFFER = 1 << 17;
  private static final int MOST_THREADS = 8;

  /** Files that one thread takes at a time; most are small. */
  private static final int AT_ONCE = 64;

  private final HashMemory memory;
  private final Timeline timeline;

  /**
   * @param timeline tells whether a file was written to so recently that its state proves nothing
   */
  public FileHashes(HashMemory memory, Timeline timeline) {
    this.memory = memory;
    this.timeline = timeline;
  }

  /** The files by their paths, as they were given, in that order. */
  public Map<Path, LocalFile> of(Collection<Path> files) {
    return of(files, file -> {});
  }

  /**
   * @param progress is told each file that was read or found unchanged, by any thread
   * @throws RunException if a file can't be read
   */
  public Map<Path, LocalFile> of(Collection<Path> files, Consumer<LocalFile> progress) {
    List<Path> distinct = List.copyOf(new LinkedHashSet<>(files));
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<LocalFile>>> parts = new ArrayList<>();
      for (int from = 0; from < distinct.size(); from += AT_ONCE) {
        List<Path> part = distinct.subList(from, Math.min(distinct.size(), from + AT_ONCE));
        parts.add(executor.submit(() -> part.stream().map(file -> hash(file, progress)).toList()));
      }
      Map<Path, LocalFile> hashes = new LinkedHashMap<>();
      for (Future<List<LocalFile>> part : parts) {
        joined(part).forEach(file -> hashes.put(file.path(), file));
      }
      return hashes;
    } finally {
      executor.shutdownNow();
    }
  }

  private LocalFile hash(Path file, Consumer<LocalFile> progress) {
    try {
      FileState before = FileState.of(file);
      Optional<String> known = memory.sha256(before);
      LocalFile hashed =
          known.isPresent() ? new LocalFile(file, known.get(), before.size()) : read(file);
      if (known.isEmpty()
          && before.settledAt(timeline.now())
          && FileState.of(file).equals(before)) {
        memory.keep(before, hashed.sha256());
      }
      progress.accept(hashed);
      return hashed;
    } catch (NoSuchFileException e) {
      throw unreadable(file, "it is not there", e);
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static LocalFile read(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        size += read;
      }
    }
    return new LocalFile(file, HexFormat.of().formatHex(digest.digest()), size);
  }

  private static RunException unreadable(Path file, String reason, IOException cause) {
    return new RunException(
        Blame.USER,
        "read " + file,
        reason,
        "The job file names it as a file that the run needs.",
        cause);
  }

  private static List<LocalFile> joined(Future<List<LocalFile>> part) {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.USER, "read the run's files", "it was interrupted", "", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
