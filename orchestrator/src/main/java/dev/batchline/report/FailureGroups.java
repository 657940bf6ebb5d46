package dev.batchline.report;

import dev.batchline.run.FailedAttempts.Failed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts failed attempts together that failed the same way: with the same code, and the same last
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
   * Attempts that failed alike.
   *
   * @param attempts in the order they were given
   * @param tail the end of the first one's stderr
   */
  public record Group(List<Failed> attempts, String tail) {

    public Group {
      attempts = List.copyOf(attempts);
    }

    public Failed first() {
      return attempts.get(0);
    }

    /** How many tasks they belong to. */
    public long tasks() {
      return attempts.stream().map(each -> each.id().ordinal()).distinct().count();
    }
  }

  /** An attempt and the end of its stderr, which may be empty. */
  public record Told(Failed failed, String tail) {}

  /** The largest first; groups of one size in the order of their first attempts. */
  public static List<Group> of(List<Told> failures) {
    Map<String, List<Told>> alike = new LinkedHashMap<>();
    for (Told each : failures) {
      alike.computeIfAbsent(signature(each), key -> new ArrayList<>()).add(each);
    }
    return alike.values().stream()
        .map(all -> new Group(all.stream().map(Told::failed).toList(), all.get(0).tail()))
        .sorted(Comparator.comparingInt((Group group) -> group.attempts().size()).reversed())
        .toList();
  }

  private static String signature(Told told) {
    return told.failed().outcome().kind()
        + " "
        + told.failed().outcome().exitCode()
        + " "
        + told.failed().outcome().code()
        + "\n"
        + normalised(told.tail());
  }

  /** The last lines with what differs from task to task taken out. */
  static String normalised(String tail) {
    List<String> lines = tail.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .map(FailureGroups::withoutDetails)
        .collect(Collectors.joining("\n"));
  }

  private static String withoutDetails(String line) {
    String text = line;
    for (Rule rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    return text;
  }
}
