package dev.batchline.autoscale;

/** A place in a formula's text: line and column count from 1, a tab is one column. */
public record Position(int line, int column) implements Comparable<Position> {

  public Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("lines and columns count from 1: " + line + "/" + column);
    }
  }

  @Override
  public int compareTo(Position other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /** As the Batch service prints it: {@code Line 9, Col 43}. */
  @Override
  public String toString() {
    return "Line " + line + ", Col " + column;
  }
}
