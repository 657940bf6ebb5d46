package dev.batchline.emulator.node;

import java.util.ArrayList;
import java.util.List;

/**
 * A Batch command line, split into program and arguments the way a Linux node does it.
 *
 * <p>There is no shell: {@code $x}, {@code *}, {@code |} and {@code >} are ordinary characters.
 * Words are separated by white space; single quotes take everything literally; double quotes keep
 * white space, and a backslash in them escapes a double quote or a backslash and nothing else, so
 * that {@code sh -c "echo \$x"} hands the backslash on to the shell. Outside of quotes a backslash
 * escapes any character.
 *
 * @param words the program and its arguments; at least one
 */
record CommandLine(List<String> words) {

  CommandLine {
    words = List.copyOf(words);
  }

  /**
   * @throws IllegalArgumentException if nothing is in it, or a quote or backslash is left open
   */
  static CommandLine parse(String text) {
    return new Splitter(text).split();
  }

  String program() {
    return words.get(0);
  }

  private static final class Splitter {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    Splitter(String text) {
      this.text = text;
    }

    CommandLine split() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        switch (c) {
          case '\'' -> singleQuoted();
          case '"' -> doubleQuoted();
          case '\\' -> append(next("a character after the backslash"));
          default -> {
            if (Character.isWhitespace(c)) {
              finishWord();
            } else {
              append(c);
            }
          }
        }
      }
      finishWord();
      if (words.isEmpty()) {
        throw new IllegalArgumentException("the command line is empty");
      }
      return new CommandLine(words);
    }

    private void singleQuoted() {
      inWord = true;
      char c = next("a closing '");
      while (c != '\'') {
        word.append(c);
        c = next("a closing '");
      }
    }

    private void doubleQuoted() {
      inWord = true;
      char c = next("a closing \"");
      while (c != '"') {
        if (c == '\\' && at < text.length() && "\"\\".indexOf(text.charAt(at)) >= 0) {
          c = text.charAt(at++);
        }
        word.append(c);
        c = next("a closing \"");
      }
    }

    private char next(String wanted) {
      if (at == text.length()) {
        throw new IllegalArgumentException("the command line ends where it needs " + wanted);
      }
      return text.charAt(at++);
    }

    private void append(char c) {
      inWord = true;
      word.append(c);
    }

    private void finishWord() {
      if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
  }
}
