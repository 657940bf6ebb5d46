package dev.batchline.cli.console;

import java.util.regex.Pattern;

/**
 * Makes text that came from a task, a service or a file safe to print.
 *
 * <p>Azure Pipelines' agent carries out {@code ##vso[…]} wherever it stands in a line, and a
 * terminal carries out escape sequences; a task that prints either must command neither.
 */
public final class ForeignText {

  /** Also when blanks or invisible characters were put between to get past a check. */
  private static final Pattern COMMAND =
      Pattern.compile("##(?=\\s*(vso)?\\s*\\[)", Pattern.CASE_INSENSITIVE);

  private static final Pattern ESCAPE_SEQUENCE =
      Pattern.compile(
          "\u001b(?:"
              + "[\\[][0-?]*[ -/]*[@-~]" // CSI: colours, cursor
              + "|[\\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?" // OSC, DCS and kin, to their end
              + "|[ -/]*[0-~]" // two characters
              + ")?"
              + "|\u009b[0-?]*[ -/]*[@-~]");

  private ForeignText() {}

  /** One line: line breaks become blanks, tabs too. */
  public static String line(String text) {
    return safe(text.replaceAll("[\\r\\n\\t]+", " ")).strip();
  }

  /** Several lines, kept apart by {@code \n}; a carriage return ends a line, as on a terminal. */
  public static String block(String text) {
    if (isPlain(text)) {
      return text;
    }
    return safe(text.replace("\r\n", "\n").replace('\r', '\n').replace("\t", "    "));
  }

  private static String safe(String text) {
    if (isPlain(text)) {
      return text;
    }
    String plain = ESCAPE_SEQUENCE.matcher(text).replaceAll("");
    StringBuilder kept = new StringBuilder(plain.length());
    plain.codePoints().filter(c -> c == '\n' || !invisible(c)).forEach(kept::appendCodePoint);
    return COMMAND.matcher(kept).replaceAll("# #");
  }

  /** Printable ASCII with no hash in it, as most of what is printed is: there is nothing to do. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '#') {
        return false;
      }
    }
    return true;
  }

  /** Control characters, and format characters that hide or reorder what a reader sees. */
  private static boolean invisible(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
