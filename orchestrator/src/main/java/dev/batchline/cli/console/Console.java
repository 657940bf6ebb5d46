package dev.batchline.cli.console;

import java.io.PrintStream;

/**
 * The two streams of the process, each with one purpose.
 *
 * <p>Standard output has what the command was asked for: text, or exactly one JSON document.
 * Everything else goes to standard error, so that output can be piped.
 */
public final class Console {

  private final PrintStream out;
  private final PrintStream err;
  private final Screen screen;
  private final boolean json;

  /**
   * @param json whether standard output is kept for one JSON document
   */
  public Console(PrintStream out, PrintStream err, Screen screen, boolean json) {
    this.out = out;
    this.err = err;
    this.screen = screen;
    this.json = json;
  }

  /** A part of the answer, one or more lines; to standard error when the answer is JSON. */
  public void say(String text) {
    PrintStream stream = json ? err : out;
    stream.println(text);
    stream.flush();
  }

  /** Something on the way to the answer. */
  public void note(String text) {
    err.println(text);
    err.flush();
  }

  /** A line of a long answer, which {@link #wanted} passes on. */
  public void pour(String line) {
    out.println(line);
  }

  /** Passes on what was poured; false when nobody reads it any more, as with {@code | head}. */
  public boolean wanted() {
    return !out.checkError();
  }

  /** The whole answer as JSON. */
  public void document(Object value) {
    out.println(JsonText.of(value));
    out.flush();
  }

  /** A part of the whole answer, where that is neither text nor a document made here. */
  public void lines(String text) {
    out.println(text);
    out.flush();
  }

  /** Text exactly as it is, without a line break, to standard error: for redrawing. */
  void draw(String text) {
    err.print(text);
    err.flush();
  }

  public boolean json() {
    return json;
  }

  public Screen screen() {
    return screen;
  }
}
