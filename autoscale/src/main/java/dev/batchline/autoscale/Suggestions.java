package dev.batchline.autoscale;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
final class Suggestions {

  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "average", "avg", "mean", "avg", "maximum", "max", "minimum", "min", "count", "len",
          "length", "len", "size", "len", "total", "sum", "get", "val", "last", "val");

  private Suggestions() {}

  /** "Did you mean …?", or empty when nothing is near. */
  static String didYouMean(String name, Collection<String> known) {
    return nearest(name, known).map(near -> "Did you mean " + near + "?").orElse("");
  }

  /** The nearest of the names known, if at most a third of its letters differ. */
  static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> !candidate.equals(name))
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= allowance(candidate))
        .filter(candidate -> distance(name, candidate) <= allowance(candidate))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int allowance(String candidate) {
    return Math.max(1, candidate.length() / 3);
  }

  /** What is a method in other languages and a function here: {@code avg} for GetAverage. */
  static Optional<String> functionFor(String method) {
    String word = method.toLowerCase(Locale.ROOT).replaceFirst("^get", "");
    return Optional.of(ELSEWHERE.getOrDefault(word, word)).filter(Builtins.names()::contains);
  }

  /** Letters to insert, drop or replace; case and a dollar sign count nothing. */
  private static int distance(String left, String right) {
    String from = plain(left);
    String to = plain(right);
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + replaced,
                1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("$") ? lower.substring(1) : lower;
  }
}
