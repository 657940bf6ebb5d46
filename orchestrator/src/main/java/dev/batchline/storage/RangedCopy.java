package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a large file of a run, many ranges of it side by side, to where its part is kept.
 *
 * <p>Beside the part lie marks: for each range that has arrived, the checksum of what was written.
 * A later copy fetches again what has no mark, or is no longer what was written, as after a crash
 * of the whole machine. Memory holds no range, whatever the size of the file.
 */
final class RangedCopy {

  private static final Logger LOG = LoggerFactory.getLogger(RangedCopy.class);

  /** Storage hashes ranges up to this size, which is asked for if it has no hash of the file. */
  static final int HASHED_RANGE = 4 * 1024 * 1024;

  static final int RANGE = 2 * HASHED_RANGE;

  /** Ranges that are fetched before those ahead of them are hashed. */
  private static final int AHEAD = 64;

  private static final int BUFFER = 1 << 17;

  /** Tells the checksum 0 from no mark. */
  private static final long ARRIVED = 1L << 32;

  private final RunStore store;
  private final StoredFile file;
  private final Path part;
  private final Path marks;
  private final int rangeSize;
  private final ExecutorService executor;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * @param executor of threads that fetch; not the one that waits here
   */
  RangedCopy(RunStore store, StoredFile file, Path part, ExecutorService executor) {
    this.store = store;
    this.file = file;
    this.part = part;
    this.marks = marks(part);
    this.rangeSize = rangeSize(file);
    this.executor = executor;
  }

  /** Where the marks of a part lie. */
  static Path marks(Path part) {
    return part.resolveSibling(part.getFileName() + ".ranges");
  }

  /** Whether a file is worth more than one call. */
  static boolean isFor(StoredFile file) {
    return file.size() > rangeSize(file);
  }

  private static int rangeSize(StoredFile file) {
    return file.md5().isPresent() ? RANGE : HASHED_RANGE;
  }

  /**
   * Completes the part.
   *
   * @param hashed is written its whole content, in order
   * @throws IOException if the disk fails
   * @throws RunException if Storage does; what has arrived stays
   */
  void run(OutputStream hashed) throws IOException {
    if (!Files.exists(part) || !Files.exists(marks)) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(marks);
      Files.createFile(marks);
      Files.createFile(part);
    }
    Deque<Future<?>> fetching = new ArrayDeque<>();
    long ranges = (file.size() + rangeSize - 1) / rangeSize;
    long submitted = 0;
    try (InputStream in = Files.newInputStream(part)) {
      byte[] buffer = new byte[BUFFER];
      for (long range = 0; range < ranges; range++) {
        for (; submitted < ranges && submitted < range + AHEAD; submitted++) {
          long next = submitted;
          fetching.add(executor.submit(() -> fetch(next)));
        }
        await(fetching.remove());
        pass(in, length(range), buffer, hashed);
      }
    } finally {
      stopped.set(true);
      awaitEnd(fetching);
    }
  }

  private long length(long range) {
    return Math.min(rangeSize, file.size() - range * rangeSize);
  }

  private boolean fetch(long range) throws IOException {
    if (stopped.get()) {
      return false;
    }
    // Not a channel, which an interrupt would close for good.
    try (RandomAccessFile disk = new RandomAccessFile(part.toFile(), "rw");
        RandomAccessFile marked = new RandomAccessFile(marks.toFile(), "rw")) {
      if (!hasArrived(range, disk, marked)) {
        disk.seek(range * rangeSize);
        long checksum = fetch(range, disk);
        marked.seek(range * Long.BYTES);
        marked.writeLong(ARRIVED | checksum);
      }
      return true;
    }
  }

  /** Gives the checksum of what was written. */
  private long fetch(long range, RandomAccessFile disk) throws IOException {
    DiskOutput out = new DiskOutput(new FileOutputStream(disk.getFD()));
    CheckedOutputStream checked =
        new CheckedOutputStream(new BufferedOutputStream(out, BUFFER), new CRC32C());
    try {
      store.copy(file, range * rangeSize, length(range), checked);
    } catch (RunException e) {
      if (out.failure().isPresent()) {
        throw out.failure().get();
      }
      throw e;
    }
    checked.flush();
    long written = disk.getFilePointer() - range * rangeSize;
    if (written != length(range)) {
      throw new RunException(
          Blame.SERVICE,
          "copy " + file.name(),
          "a part of it has " + written + " bytes instead of " + length(range),
          "Collect again; a task that still runs may be writing to it.");
    }
    return checked.getChecksum().getValue();
  }

  private boolean hasArrived(long range, RandomAccessFile disk, RandomAccessFile marked)
      throws IOException {
    if (marked.length() < (range + 1) * Long.BYTES) {
      return false;
    }
    marked.seek(range * Long.BYTES);
    long mark = marked.readLong();
    if (mark == 0 || disk.length() < range * rangeSize + length(range)) {
      return false;
    }
    disk.seek(range * rangeSize);
    byte[] buffer = new byte[BUFFER];
    CRC32C checksum = new CRC32C();
    for (long left = length(range); left > 0; ) {
      int read = disk.read(buffer, 0, (int) Math.min(left, buffer.length));
      checksum.update(buffer, 0, read);
      left -= read;
    }
    return mark == (ARRIVED | checksum.getValue());
  }

  private static void pass(InputStream in, long length, byte[] buffer, OutputStream hashed)
      throws IOException {
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new IOException("the file became shorter while it was copied");
      }
      hashed.write(buffer, 0, read);
      left -= read;
    }
  }

  private static void await(Future<?> range) throws IOException {
    try {
      range.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "copy outputs", "it was interrupted", "", e);
    }
  }

  /** So that nothing writes to a part that is given up; the first failure is the one to tell. */
  private static void awaitEnd(Deque<Future<?>> fetching) {
    for (Future<?> each : fetching) {
      try {
        each.get();
      } catch (ExecutionException e) {
        LOG.debug("a further range failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
