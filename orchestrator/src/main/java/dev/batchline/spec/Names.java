package dev.batchline.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that somebody who mistyped one meant. */
public final class Names {

  private static final int MOST_LISTED = 12;

  private Names() {}

  /** "Did you mean "x"?", or a list of what there is, or nothing when there is nothing. */
  static String suggest(String wrong, Collection<String> known) {
    return nearest(wrong, known)
        .map(name -> "Did you mean \"" + name + "\"?")
        .orElseGet(() -> known.isEmpty() ? "" : "Known are: " + list(known) + ".");
  }

  /** The closest of the known names, when it is close enough to be what was meant. */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    int furthest = wrong.length() < 3 ? 0 : Math.min(3, Math.max(1, wrong.length() / 3));
    return known.stream()
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= furthest)
        .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
  }

  /** Names with commas between, in their order, cut when there are many. */
  static String list(Collection<String> names) {
    List<String> first = names.stream().limit(MOST_LISTED).toList();
    String text = first.stream().collect(Collectors.joining(", "));
    return names.size() > first.size() ? text + ", …" : text;
  }

  /** Insertions, removals, replacements and swaps of neighbours that make one of the other. */
  private static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[to.length()];
  }
}
