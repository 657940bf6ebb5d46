package dev.batchline.emulator.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a log query, taken one after the other. */
final class LogWords {

  private static final Pattern WORD =
      Pattern.compile(
          "\\s*(?:(\"[^\"\\n]*\"|'[^'\\n]*')|([A-Za-z_][A-Za-z0-9_]*)|([0-9][A-Za-z0-9:.\\-]*)"
              + "|(==|!=|=~|>=|<=|[<>(),|]))");

  /**
   * @param position in the query, from 0
   */
  record Word(String text, int position) {
    boolean isString() {
      return text.startsWith("\"") || text.startsWith("'");
    }

    String unquoted() {
      return text.substring(1, text.length() - 1);
    }
  }

  private final List<Word> words = new ArrayList<>();
  private int next;

  LogWords(String query) {
    String text = query.replaceAll("//[^\\n]*", "").stripTrailing();
    Matcher matcher = WORD.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw notSupported(new Word(text.substring(end).strip(), end));
      }
      words.add(
          new Word(matcher.group().strip(), matcher.end() - matcher.group().strip().length()));
      end = matcher.end();
    }
    words.add(new Word("", text.length()));
  }

  boolean atEnd() {
    return next == words.size() - 1;
  }

  Word take() {
    Word word = words.get(next);
    if (!atEnd()) {
      next++;
    }
    return word;
  }

  /** Takes the next word if it is that one. */
  boolean takeIf(String text) {
    boolean found = words.get(next).text().equals(text) && !text.isEmpty();
    if (found) {
      next++;
    }
    return found;
  }

  void expect(String text) {
    if (!takeIf(text)) {
      throw notSupported(words.get(next));
    }
  }

  static MonitorException notSupported(Word word) {
    String what = word.text().isEmpty() ? "the end of the query" : "'" + word.text() + "'";
    return new MonitorException(
        400,
        "BadArgumentError",
        ("The emulator's logs have no query engine. They answer AzureDiagnostics followed by any of:"
                + " where COLUMN (== | != | =~) \"x\" or in (...), TimeGenerated compared with"
                + " ago(...) or datetime(...), joined by and; order by TimeGenerated; take;"
                + " project; count. Not understood: %s at position %d.")
            .formatted(what, word.position() + 1));
  }
}
