package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that all processes of a runtime, a node or a command have inherited, whatever they have
 * done since: left their session, cleared their environment, closed their output.
 *
 * <p>It is a limit on file locks, which every process passes on to its children, which Linux shows
 * in {@code /proc}, and which it hasn't enforced since version 2.4. The number of a command begins
 * with that of its node, and that of a node with that of its runtime.
 *
 * @param digits at most 18, so that it fits into 64 bits
 */
record Mark(String digits) {

  /** How long the number of a command is. */
  private static final int LENGTH = 18;

  private static final int NODES = 100_000;
  private static final int COMMANDS = 1_000_000;
  private static final Pattern LIMIT =
      Pattern.compile("^Max file locks +(\\d{" + LENGTH + "}) ", Pattern.MULTILINE);

  /** A runtime's; the same for the same directory, so that the next runtime there knows it. */
  static Mark of(Path root) {
    return new Mark(
        String.valueOf(1_000_000 + Math.floorMod(root.toString().hashCode(), 9_000_000)));
  }

  Mark node(int number) {
    return new Mark("%s%05d".formatted(digits, Math.floorMod(number, NODES)));
  }

  Mark command(int number) {
    return new Mark("%s%06d".formatted(digits, Math.floorMod(number, COMMANDS)));
  }

  /** What a process has inherited; empty if that is no mark, or can't be seen. */
  static String on(Path process) {
    try {
      byte[] limits = Files.readAllBytes(process.resolve("limits"));
      Matcher limit = LIMIT.matcher(new String(limits, StandardCharsets.US_ASCII));
      return limit.find() ? limit.group(1) : "";
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
