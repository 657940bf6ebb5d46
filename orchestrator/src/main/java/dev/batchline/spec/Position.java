package dev.batchline.spec;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record Position(int line, int column) {

  static final Position START = new Position(1, 1);

  /** The place of the character at {@code offset} of a text that begins here. */
  Position advance(String text, int offset) {
    int lines = line;
    int columns = column;
    for (int i = 0; i < offset && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lines++;
        columns = 1;
      } else if (!Character.isLowSurrogate(text.charAt(i))) {
        columns++;
      }
    }
    return new Position(lines, columns);
  }
}
