package dev.batchline.target.azurebatch;

import dev.batchline.plan.Invocation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes commands for a POSIX shell; the only place that quotes.
 *
 * <p>What it returns has one line: whether a line break inside an environment variable reaches a
 * node unchanged is nowhere documented.
 */
final class ShellWords {

  private ShellWords() {}

  /** What {@code /bin/sh -c} runs to do what the job file says. */
  static String command(Invocation invocation) {
    if (invocation instanceof Invocation.Shell shell) {
      return oneLine(shell.line());
    }
    List<String> words = ((Invocation.Arguments) invocation).arguments();
    return oneLine(
        "exec " + words.stream().map(ShellWords::quoted).collect(Collectors.joining(" ")));
  }

  /** A word that the shell reads as this text, whatever it holds but line breaks. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String oneLine(String script) {
    if (script.indexOf('\n') < 0) {
      return script;
    }
    String escaped = script.replace("\\", "\\\\").replace("\n", "\\n");
    return "eval \"$(printf %b " + quoted(escaped) + ")\"";
  }
}
