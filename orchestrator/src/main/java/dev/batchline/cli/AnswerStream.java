package dev.batchline.cli;

import dev.batchline.cli.console.JsonText;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that remembers whether anything was printed: who asked for one JSON document gets
 * one, whether the command fails before or after it has answered.
 */
final class AnswerStream extends PrintStream {

  private volatile boolean begun;

  AnswerStream(OutputStream out) {
    super(out, false, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) {
    begun = true;
    super.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    begun |= length > 0;
    super.write(bytes, from, length);
  }

  /** Prints the document of a failure, unless there is an answer already. */
  void failure(Object document) {
    if (!begun) {
      println(JsonText.of(document));
      flush();
    }
  }
}
