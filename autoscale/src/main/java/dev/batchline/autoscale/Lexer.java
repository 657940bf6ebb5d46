package dev.batchline.autoscale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a formula into tokens; what is none is told as a problem and skipped, so that one mistake
 * doesn't hide the next.
 */
final class Lexer {

  private static final Set<String> PAIRS = Set.of("||", "&&", "==", "!=", "<=", ">=");
  private static final String SINGLES = ";=?:<>+-*/!.(),";
  private static final String NO_ESCAPES =
      "Strings have no escapes: write the quotes without backslashes.";
  private static final Map<Character, String> ADVICE =
      Map.of(
          '\\', NO_ESCAPES,
          '#', "Comments begin with //.",
          '[', "Write val(v, 0) for the first element of v.",
          '&', "Did you mean &&?",
          '|', "Did you mean ||?",
          '%', "There is no remainder: write a - b * floor(a / b).",
          '\u00a0', "It looks like a blank but is another character: type a blank.",
          '\u201c', "Use straight double quotes.",
          '\u201d', "Use straight double quotes.");

  private final String text;
  private final List<Problem> problems;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String text, List<Problem> problems) {
    this.text = text;
    this.problems = problems;
  }

  /**
   * The tokens of {@code text}, of which the last is the end: it stands right after the one before
   * it, where something is missing, and not after blank lines and comments.
   *
   * @param problems gets what is no token
   */
  static List<Token> tokens(String text, List<Problem> problems) {
    Lexer lexer = new Lexer(text, problems);
    Position end = lexer.here();
    while (lexer.at < text.length()) {
      int before = lexer.tokens.size();
      lexer.next();
      end = lexer.tokens.size() > before ? lexer.here() : end;
    }
    lexer.tokens.add(new Token(Token.Kind.END, "", end));
    return lexer.tokens;
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '\n') {
      at++;
      line++;
      lineStart = at;
    } else if (Character.isWhitespace(c) || c == '\ufeff') {
      at++;
    } else if (text.startsWith("//", at)) {
      at = endOfLine();
    } else if (text.startsWith("/*", at)) {
      blockComment();
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (digit(at) || (c == '.' && digit(at + 1) && !afterOperand())) {
      number();
    } else if (letter(at) || (c == '$' && letter(at + 1))) {
      name();
    } else {
      symbol();
    }
  }

  /** Whether a dot here would be member access: {@code x.5} is no number after x. */
  private boolean afterOperand() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token last = tokens.get(tokens.size() - 1);
    return last.kind() != Token.Kind.SYMBOL || last.is(")");
  }

  private void blockComment() {
    problem(here(), "A comment cannot begin with /*", "Begin each line of a comment with //.");
    int end = text.indexOf("*/", at + 2);
    int stop = end < 0 ? text.length() : end + 2;
    for (; at < stop; at++) {
      if (text.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
    }
  }

  private void string(char quote) {
    Position start = here();
    int end = text.indexOf(quote, at + 1);
    boolean closed = end >= 0 && end < endOfLine();
    if (quote == '\'') {
      problem(start, "A string cannot begin with '", "Use double quotes.");
    } else if (!closed) {
      problem(start, "The string has no closing quote on its line", "Put a \" after it.");
    }
    int stop = closed ? end : endOfLine();
    add(Token.Kind.STRING, text.substring(at + 1, stop), start);
    at = closed ? stop + 1 : stop;
  }

  private void number() {
    Position start = here();
    int end = digits(at);
    if (end < text.length() && text.charAt(end) == '.' && digit(end + 1)) {
      end = digits(end + 1);
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digit(exponent) ? digits(exponent) : end;
    }
    String number = text.substring(at, end);
    if (Double.isInfinite(Double.parseDouble(number))) {
      problem(start, "The number is too large", "");
    }
    add(Token.Kind.NUMBER, number, start);
    at = end;
  }

  private void name() {
    int end = at + 1;
    while (letter(end) || digit(end)) {
      end++;
    }
    add(Token.Kind.NAME, text.substring(at, end), here());
    at = end;
  }

  private void symbol() {
    int pairEnd = Math.min(at + 2, text.length());
    if (PAIRS.contains(text.substring(at, pairEnd))) {
      add(Token.Kind.SYMBOL, text.substring(at, pairEnd), here());
      at = pairEnd;
    } else if (SINGLES.indexOf(text.charAt(at)) >= 0) {
      add(Token.Kind.SYMBOL, text.substring(at, at + 1), here());
      at++;
    } else {
      int codePoint = text.codePointAt(at);
      problem(
          here(),
          "Unexpected character " + Character.toString(codePoint),
          ADVICE.getOrDefault(text.charAt(at), ""));
      at += Character.charCount(codePoint);
    }
  }

  private int digits(int from) {
    int end = from;
    while (digit(end)) {
      end++;
    }
    return end;
  }

  private boolean digit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private boolean letter(int index) {
    if (index >= text.length()) {
      return false;
    }
    char c = text.charAt(index);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private Position here() {
    return new Position(line, at - lineStart + 1);
  }

  private void add(Token.Kind kind, String word, Position position) {
    tokens.add(new Token(kind, word, position));
  }

  private void problem(Position position, String message, String suggestion) {
    problems.add(new Problem(position, message, suggestion));
  }
}
