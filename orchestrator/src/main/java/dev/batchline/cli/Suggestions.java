package dev.batchline.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds what a mistyped word was likely meant to be. */
final class Suggestions {

  private Suggestions() {}

  /** What may stand on the command line of a command: its options and subcommands. */
  static List<String> names(CommandSpec command) {
    List<String> names = new ArrayList<>(command.subcommands().keySet());
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        names.add(option.longestName());
      }
    }
    return names;
  }

  /** The nearest name, unless none is near; a third of the word may be wrong. */
  static Optional<String> nearest(String word, List<String> names) {
    String wanted = word.toLowerCase(Locale.ROOT).replaceAll("=.*", "");
    return names.stream()
        .filter(
            name ->
                distance(wanted, name.toLowerCase(Locale.ROOT))
                    <= Math.max(1, name.replace("-", "").length() / 3))
        .min(
            Comparator.comparingInt(
                    (String name) -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                .thenComparing(name -> name));
  }

  /**
   * Letters to put in, take out, replace or swap with their neighbour (Damerau and Levenshtein).
   */
  static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        steps[i][j] =
            Math.min(
                steps[i - 1][j - 1] + same, Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[from.length()][to.length()];
  }
}
