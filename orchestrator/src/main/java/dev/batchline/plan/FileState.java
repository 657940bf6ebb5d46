package dev.batchline.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * By what it shows that a file was not written to: as long as all of this stays, so does its
 * content.
 *
 * @param path absolute
 * @param identity of the file in its file system, empty where there is none
 * @param size in bytes
 * @param modified nanoseconds since 1970
 * @param changed when content or attributes last changed, which no program can set back;
 *     nanoseconds since 1970, and 0 where the file system does not know
 */
public record FileState(Path path, String identity, long size, long modified, long changed) {

  /** Coarser than the clock of any file system. */
  private static final long SETTLED = TimeUnit.SECONDS.toNanos(2);

  static FileState of(Path file) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    Object key = attributes.fileKey();
    long changed =
        path.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? nanos((FileTime) Files.getAttribute(path, "unix:ctime"))
            : 0;
    return new FileState(
        path,
        key == null ? "" : key.toString(),
        attributes.size(),
        nanos(attributes.lastModifiedTime()),
        changed);
  }

  /**
   * Whether another write from now on would show: one that follows within the same tick of the file
   * system's clock would not.
   */
  boolean settledAt(Instant now) {
    long time = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return time - Math.max(modified, changed) >= SETTLED;
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
