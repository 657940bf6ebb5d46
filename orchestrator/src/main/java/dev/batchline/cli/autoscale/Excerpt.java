package dev.batchline.cli.autoscale;

import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.Position;
import dev.batchline.autoscale.Problem;

/** A formula's text and what it is called, to show people the place of a problem in it. */
public record Excerpt(String name, String formula) {

  /** Of a line longer than this, the part around the place is shown. */
  private static final int LONGEST = 100;

  private static final int BEFORE = 60;
  private static final String CUT = "… ";

  /** The place as editors and compilers write it, {@code formula.txt:2:5}, or the service's way. */
  public String place(Position position) {
    return name.isEmpty()
        ? position.toString()
        : name + ":" + position.line() + ":" + position.column();
  }

  /** Place and message, the line with a caret under the column, and the suggestion. */
  public String of(Problem problem) {
    return place(problem.position())
        + ": "
        + problem.message()
        + marked(problem.position())
        + (problem.suggestion().isEmpty() ? "" : "\n  " + problem.suggestion());
  }

  /** Place, message and suggestion in one line. */
  public String brief(Problem problem) {
    return place(problem.position())
        + ": "
        + problem.message()
        + (problem.suggestion().isEmpty() ? "" : ". " + problem.suggestion());
  }

  private String marked(Position position) {
    if (formula.isEmpty() || formula.length() > Formula.LONGEST) {
      return ""; // no place in it is wrong
    }
    String[] lines = formula.split("\n", -1);
    // Whatever it is, it takes one column, so that the caret stands under its place.
    String line = lines[Math.min(position.line(), lines.length) - 1].replaceAll("\\p{Cntrl}", " ");
    int column = Math.min(position.column() - 1, line.length());
    int from = line.stripTrailing().length() <= LONGEST ? 0 : Math.max(0, column - BEFORE);
    String shown = (from > 0 ? CUT : "") + line.substring(from);
    String fitting = shown.length() > LONGEST ? shown.substring(0, LONGEST) + " …" : shown;
    int caret = column - from + (from > 0 ? CUT.length() : 0);
    return "\n    " + fitting.stripTrailing() + "\n    " + " ".repeat(caret) + "^";
  }
}
