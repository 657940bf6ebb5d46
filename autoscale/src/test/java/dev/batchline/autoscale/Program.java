package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A formula whose comments say under which conditions it runs and what must come of it; the README
 * beside the programs tells how.
 */
record Program(String name, String text, List<Note> notes) {

  private static final Pattern NOTE = Pattern.compile("//([=~?!]) ?(.*)$");
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Map<String, UnaryOperator<EvaluationOptions>> OPTIONS =
      Map.of(
          "sunday-7", options -> options.withSunday(7),
          "strict", options -> options.withStrictMetrics(true),
          "ieee", options -> options.withIeeeDivision(true),
          "no-retired", options -> options.withRetiredMetrics(false),
          "delay-60", options -> options.withSampleDelay(Duration.ofSeconds(60)));

  /** What a comment says: of a line, or with {@code !} of the whole program. */
  record Note(int line, char kind, String text) {}

  static List<Program> in(String name, String file) {
    List<Program> programs = new ArrayList<>();
    int line = 1;
    for (String text : file.split("(?m)^---\n", -1)) {
      programs.add(new Program(name + ":" + line, text, notes(text)));
      line += text.split("\n", -1).length;
    }
    return programs;
  }

  private static List<Note> notes(String text) {
    List<Note> notes = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int index = 0; index < lines.length; index++) {
      Matcher note = NOTE.matcher(lines[index]);
      if (note.find()) {
        notes.add(new Note(index + 1, note.group(1).charAt(0), note.group(2)));
      }
    }
    return notes;
  }

  List<Note> notes(char kind) {
    return notes.stream().filter(note -> note.kind() == kind).toList();
  }

  /** The rest of the line {@code //! word …}. */
  Optional<String> directive(String word) {
    return directives(word).stream().findFirst();
  }

  private List<String> directives(String word) {
    return notes('!').stream()
        .map(Note::text)
        .filter(text -> text.startsWith(word + " "))
        .map(text -> text.substring(word.length() + 1))
        .toList();
  }

  Conditions conditions() {
    Instant now = Instant.parse(directive("now").orElse("2026-01-05T08:30:00Z"));
    EvaluationOptions options = EvaluationOptions.standard();
    for (String option : directives("option")) {
      options = OPTIONS.get(option).apply(options);
    }
    return Conditions.at(now)
        .withPool(directive("pool").map(Program::pool).orElse(PoolSize.EMPTY))
        .withSamples(samples(now))
        .withOptions(options);
  }

  private static PoolSize pool(String numbers) {
    int[] sizes = Arrays.stream(numbers.split(" ")).mapToInt(Integer::parseInt).toArray();
    return new PoolSize(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
  }

  private Samples samples(Instant now) {
    Samples samples = Samples.none();
    for (String directive : directives("samples")) {
      String[] words = directive.split(" ", -1);
      SampleHistory history = SampleHistory.empty();
      for (int index = 1; index < words.length; index++) {
        Instant time =
            now.minus(PERIOD.dividedBy(2)).minus(PERIOD.multipliedBy(words.length - 1L - index));
        if (!words[index].equals("_")) {
          history = history.with(time, Double.parseDouble(words[index]));
        }
      }
      samples = samples.with(Metric.of(words[0]).orElseThrow(), history);
    }
    return samples;
  }

  /** The variable assigned in a line, or in the nearest line above. */
  String assignedIn(int line) {
    String[] lines = text.split("\n", -1);
    Pattern assignment = Pattern.compile("^\\s*([$A-Za-z_]\\w*)\\s*(=[^=]|$)");
    for (int index = line - 1; index >= 0; index--) {
      Matcher name = assignment.matcher(lines[index]);
      if (name.find()) {
        return name.group(1);
      }
    }
    throw new IllegalArgumentException("nothing is assigned in line " + line + " of " + this.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
