package dev.batchline.cli;

import java.util.Optional;

/** Finds where the last lines of a file begin by reading it from its end, however long it is. */
final class LastLines {

  private static final int FIRST_STEP = 1 << 16;
  private static final int LONGEST_STEP = 1 << 22;

  /** Further back nobody looks for the beginning of a line. */
  private static final long FARTHEST = 1 << 24;

  private LastLines() {}

  /** Reads at most so many bytes from a position on; empty when the file is gone. */
  interface Ranges {
    Optional<byte[]> read(long from, int most);
  }

  /**
   * @param size of the file, in bytes
   * @param lines how many; an end of line at the very end begins no line
   * @return the position of the first of them
   */
  static long begin(long size, int lines, Ranges ranges) {
    if (lines == 0) {
      return size;
    }
    int found = 0;
    int step = FIRST_STEP;
    for (long end = size; end > 0 && size - end < FARTHEST; ) {
      long from = Math.max(Math.max(0, size - FARTHEST), end - step);
      byte[] bytes = ranges.read(from, (int) (end - from)).orElse(new byte[0]);
      for (int i = bytes.length - 1; i >= 0; i--) {
        if (bytes[i] == '\n' && from + i < size - 1 && ++found == lines) {
          return from + i + 1;
        }
      }
      end = from;
      step = Math.min(LONGEST_STEP, 2 * step);
    }
    return Math.max(0, size - FARTHEST);
  }
}
