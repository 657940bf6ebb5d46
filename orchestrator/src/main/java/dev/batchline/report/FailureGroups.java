package dev.batchline.report;

import dev.batchline.target.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts attempts or tasks together that failed the same way: with the same code, and the same last
 * lines but for numbers, paths, ids and times in them.
 */
public final class FailureGroups {

  /** How many of the last lines make two failures different. */
  private static final int LINES = 4;

  private record Rule(Pattern pattern, String replacement) {

    static Rule of(String regex, String replacement) {
      return new Rule(Pattern.compile(regex), replacement);
    }
  }

  /** In this order: an address has paths in it, a path has numbers. */
  private static final List<Rule> RULES =
      List.of(
          Rule.of("[a-z][a-z0-9+.-]*://[^\\s\"'<>]+", "<url>"),
          Rule.of(
              "\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b",
              "<id>"),
          Rule.of("(?<![\\w.])(?:[A-Za-z]:)?(?:\\.{0,2}[/\\\\][\\w.@%+=~-]+)+[/\\\\]?", "<path>"),
          Rule.of("\\b(?:0x)?[0-9a-fA-F]*\\d[0-9a-fA-F]{7,}\\b", "<n>"),
          Rule.of("\\d+(?:[.,:]\\d+)*", "<n>"),
          Rule.of("\\s+", " "));

  private FailureGroups() {}

  /**
   * What failed alike.
   *
   * @param members in the order they were given; at least one
   * @param tail the end of the first one's stderr
   */
  public record Group<T>(List<T> members, String tail) {

    public Group {
      members = List.copyOf(members);
    }

    public T first() {
      return members.get(0);
    }

    public int size() {
      return members.size();
    }
  }

  /**
   * The largest first; groups of one size in the order of their first members.
   *
   * @param how what tells failures apart besides their last words
   * @param tail the end of stderr, which may be empty
   */
  public static <T> List<Group<T>> of(
      List<T> failures, Function<T, String> how, Function<T, String> tail) {
    Map<String, List<T>> alike = new LinkedHashMap<>();
    for (T each : failures) {
      String signature = how.apply(each) + "\n" + normalised(tail.apply(each));
      alike.computeIfAbsent(signature, key -> new ArrayList<>()).add(each);
    }
    return alike.values().stream()
        .map(all -> new Group<>(all, tail.apply(all.get(0))))
        .sorted(Comparator.comparingInt((Group<T> group) -> group.size()).reversed())
        .toList();
  }

  /** How an attempt failed, for {@link #of}. */
  public static String how(Outcome.Failed outcome) {
    return outcome.kind() + " " + outcome.exitCode() + " " + outcome.code();
  }

  /** The last lines with what differs from task to task taken out. */
  static String normalised(String tail) {
    List<String> lines = tail.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .map(FailureGroups::withoutDetails)
        .collect(Collectors.joining("\n"));
  }

  static String withoutDetails(String line) {
    String text = line;
    for (Rule rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    return text;
  }
}
