package dev.batchline.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a disk of this machine is full, asked of the disk itself: Java has no code for that
 * failure, and a message's text is no protocol.
 */
public final class Disk {

  /** With less room than this, in bytes, nothing useful can be written. */
  private static final long FULL = 1 << 20;

  private Disk() {}

  /**
   * @param file may be missing; the disk is the one of its nearest directory
   */
  public static boolean isFull(Path file) {
    return isFull(free(file));
  }

  public static boolean isFull(long free) {
    return free < FULL;
  }

  /**
   * Bytes that can be written; no end of them where that can't be told.
   *
   * @param file may be missing; the disk is the one of its nearest directory
   */
  public static long free(Path file) {
    for (Path at = file.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at)) {
        try {
          return Files.getFileStore(at).getUsableSpace();
        } catch (IOException e) {
          return Long.MAX_VALUE;
        }
      }
    }
    return Long.MAX_VALUE;
  }
}
