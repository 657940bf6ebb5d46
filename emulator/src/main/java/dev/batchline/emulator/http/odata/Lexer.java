package dev.batchline.emulator.http.odata;

import java.util.ArrayList;
import java.util.List;

/** Splits a $filter into its words. */
final class Lexer {

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  private Lexer(String text) {
    this.text = text;
  }

  /** All words, the last one of kind END. */
  static List<Token> split(String text) {
    return new Lexer(text).run();
  }

  private List<Token> run() {
    while (position < text.length()) {
      char next = text.charAt(position);
      if (Character.isWhitespace(next)) {
        position++;
      } else if (next == '(') {
        mark(Token.Kind.OPEN);
      } else if (next == ')') {
        mark(Token.Kind.CLOSE);
      } else if (next == ',') {
        mark(Token.Kind.COMMA);
      } else if (next == '\'') {
        int start = position;
        tokens.add(new Token(Token.Kind.STRING, quoted(), start));
      } else if (isDigit(next) || next == '-') {
        number();
      } else if (isNameStart(next)) {
        name();
      } else {
        throw new FilterException(position, "unexpected '" + next + "'");
      }
    }
    tokens.add(new Token(Token.Kind.END, "", text.length()));
    return tokens;
  }

  private void mark(Token.Kind kind) {
    tokens.add(new Token(kind, text.substring(position, position + 1), position));
    position++;
  }

  private String quoted() {
    int start = position;
    StringBuilder value = new StringBuilder();
    for (position++; position < text.length(); position++) {
      if (text.charAt(position) != '\'') {
        value.append(text.charAt(position));
      } else if (position + 1 < text.length() && text.charAt(position + 1) == '\'') {
        value.append('\'');
        position++;
      } else {
        position++;
        return value.toString();
      }
    }
    throw new FilterException(start, "the string has no end");
  }

  private void number() {
    int start = position++;
    while (position < text.length()
        && (isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
      position++;
    }
    tokens.add(new Token(Token.Kind.NUMBER, text.substring(start, position), start));
  }

  private void name() {
    int start = position;
    while (position < text.length() && isNamePart(text.charAt(position))) {
      position++;
    }
    String name = text.substring(start, position);
    boolean time = name.equalsIgnoreCase("DateTime") && position < text.length();
    if (time && text.charAt(position) == '\'') {
      tokens.add(new Token(Token.Kind.TIME, quoted(), start));
      return;
    }
    tokens.add(new Token(Token.Kind.NAME, name, start));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '/' || c == '.';
  }
}
