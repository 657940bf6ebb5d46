package dev.batchline.cli.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Turns bytes of a log, in pieces of any size, into lines that are safe to print.
 *
 * <p>A line is given on when its end is there, so that no character and no command is cut in two; a
 * line that doesn't end is given on in parts.
 */
public final class LogStream {

  private static final int LONGEST = 1 << 20;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  public LogStream(Consumer<String> lines) {
    this.lines = lines;
  }

  public void add(byte[] bytes) {
    for (byte each : bytes) {
      if (each == '\n') {
        emit();
        continue;
      }
      if (line.size() >= LONGEST && (each & 0xC0) != 0x80) { // not within a character
        emit();
      }
      line.write(each);
    }
  }

  /** Gives on what has no end; further bytes begin a new line. */
  public void end() {
    if (line.size() > 0) {
      emit();
    }
  }

  private void emit() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(
        ForeignText.block(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
  }
}
