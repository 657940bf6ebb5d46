package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Files that are on their way to a directory, beside it in {@code .collecting}.
 *
 * <p>What a killed process leaves is gone on from: a part's name tells which content it is the
 * beginning of. One process at a time copies to a directory.
 */
final class CopyParts implements AutoCloseable {

  static final String DIRECTORY = ".collecting";

  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel channel;
  private boolean complete;

  private CopyParts(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * @param target the directory that is copied to; it is there
   * @throws RunException if another process copies to it
   */
  static CopyParts open(Path target) throws IOException {
    Path directory = Files.createDirectories(target.resolve(DIRECTORY));
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new RunException(
          Blame.USER,
          "copy to " + target,
          "another process is just doing so",
          "Wait for it, or choose another directory with --to.");
    }
    return new CopyParts(directory, channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** Where the beginning of a file's content is kept, until it is whole. */
  Path of(String run, StoredFile file) {
    String what = run + "|" + file.name() + "|" + file.size() + "|" + file.modified();
    byte[] hash = Digests.of("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
    return directory.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".part");
  }

  /** From now on nothing is needed any more. */
  void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (complete) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
        for (Path each : all) {
          Files.delete(each);
        }
      }
    }
    channel.close();
    if (complete) {
      Files.deleteIfExists(directory);
    }
  }
}
