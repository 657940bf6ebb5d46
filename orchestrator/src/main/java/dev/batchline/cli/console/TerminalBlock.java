package dev.batchline.cli.console;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * A few lines at the end of the terminal that are drawn over again.
 *
 * <p>Each redraw is one write, and only of lines that differ, so that nothing flickers. One thread
 * draws; what it draws it asks for.
 */
final class TerminalBlock implements AutoCloseable {

  private static final long REDRAW_MILLISECONDS = 200;
  private static final String CLEAR_LINE = "\u001b[K";

  private final Console console;
  private final IntFunction<List<String>> content;
  private final ScheduledExecutorService painter;
  private List<String> drawn = List.of();

  /**
   * @param content lines for a terminal with that many columns
   */
  TerminalBlock(Console console, IntFunction<List<String>> content) {
    this.console = console;
    this.content = content;
    this.painter =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "display");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        painter.scheduleWithFixedDelay(
            this::redraw, REDRAW_MILLISECONDS, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  /** Prints a line that stays, above the block. */
  void above(String line) {
    List<String> next = content.apply(console.screen().columns());
    synchronized (this) {
      console.draw(erase() + line + "\n" + String.join("\n", next) + "\n");
      drawn = next;
    }
  }

  @Override
  public void close() {
    painter.shutdownNow();
    synchronized (this) {
      console.draw(erase());
      drawn = List.of();
    }
  }

  private void redraw() {
    List<String> next = content.apply(console.screen().columns());
    synchronized (this) {
      if (painter.isShutdown() || next.equals(drawn)) {
        return;
      }
      StringBuilder text = new StringBuilder();
      if (!drawn.isEmpty()) {
        text.append("\r\u001b[").append(drawn.size()).append('A');
      }
      next.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
      if (drawn.size() > next.size()) {
        text.append("\u001b[J");
      }
      console.draw(text.toString());
      drawn = next;
    }
  }

  private String erase() {
    return drawn.isEmpty() ? "" : "\r\u001b[" + drawn.size() + "A\u001b[J";
  }
}
