package dev.batchline.spec;

import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.Happening;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code when} of a rule: each key takes one value or a list of them. */
final class ConditionReader {

  static final List<String> KEYS = List.of("exitCode", "code", "category", "failure", "tasks");

  private static final List<String> CATEGORIES = List.of("UserError", "ServerError");
  private static final Pattern EXIT_CODES = Pattern.compile("([0-9]{1,3})(?:\\.\\.([0-9]{1,3}))?");
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9]{1,99}");
  private static final String EXAMPLE = "Such as when: { exitCode: 137 }.";

  private final Reading reading;
  private final Problems problems;
  private final List<String> groups;

  /**
   * @param groups names of the job's task groups
   */
  ConditionReader(Reading reading, List<String> groups) {
    this.reading = reading;
    this.problems = reading.problems();
    this.groups = groups;
  }

  Optional<RetryCondition> read(SourceNode node) {
    Optional<Fields> read = Fields.of(node, "\"when\"", KEYS, reading);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    if (node instanceof Mapping mapping && mapping.entries().isEmpty()) {
      problems.add(node.at(), "\"when\" is empty: it would be for every failure", EXAMPLE);
    }
    Set<Integer> exitCodes = new HashSet<>();
    Set<String> codes = new HashSet<>();
    Set<String> categories = new HashSet<>();
    Set<Happening> failures = EnumSet.noneOf(Happening.class);
    Set<String> named = new HashSet<>();
    each(fields, "exitCode", value -> exitCode(value, exitCodes));
    each(fields, "code", value -> code(value, codes));
    each(fields, "category", value -> among(value, "category", CATEGORIES, categories));
    each(fields, "failure", value -> failure(value, failures));
    each(fields, "tasks", value -> among(value, "task group", groups, named));
    return Optional.of(new RetryCondition(exitCodes, codes, categories, failures, named));
  }

  private void each(Fields fields, String key, Consumer<Scalar> action) {
    Optional<SourceNode> node = fields.node(key);
    if (node.isEmpty()) {
      return;
    }
    List<SourceNode> items =
        node.get() instanceof Sequence sequence ? sequence.items() : List.of(node.get());
    if (items.isEmpty()) {
      problems.add(node.get().at(), "\"" + key + "\" is empty", EXAMPLE);
    }
    for (SourceNode item : items) {
      if (item instanceof Scalar scalar) {
        reading.resolve(scalar).ifPresent(action);
      } else {
        problems.add(
            item.at(),
            "\"%s\" takes a value or a list of values, but this is %s"
                .formatted(key, item.describe()),
            "");
      }
    }
  }

  /** A number, or a range such as {@code 64..78}. */
  private void exitCode(Scalar scalar, Set<Integer> codes) {
    Matcher range = EXIT_CODES.matcher(scalar.text());
    if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first >= 1 && last >= first && last <= RetryReader.LARGEST_EXIT_CODE) {
        for (int code = first; code <= last; code++) {
          codes.add(code);
        }
        return;
      }
    }
    problems.add(
        scalar.at(),
        "an exit code must be between 1 and %d, or a range of them, but this is %s"
            .formatted(RetryReader.LARGEST_EXIT_CODE, scalar.describe()),
        "Such as 137 or 64..78.");
  }

  /** A code that is not known here may be new; one that nearly is, is mistyped. */
  private void code(Scalar scalar, Set<String> codes) {
    String text = scalar.text();
    Set<String> known = FailurePolicy.codes();
    Optional<String> near = known.contains(text) ? Optional.empty() : Names.nearest(text, known);
    if (near.isPresent() || !CODE.matcher(text).matches()) {
      problems.add(
          scalar.at(),
          "unknown failure code " + scalar.describe().replaceFirst("^the text ", ""),
          near.map(code -> "Did you mean \"" + code + "\"?").orElse("Such as DiskFull."));
      return;
    }
    codes.add(text);
  }

  private void failure(Scalar scalar, Set<Happening> failures) {
    List<String> words = Happening.ofAttempts().stream().map(Happening::word).toList();
    Set<String> found = new HashSet<>();
    among(scalar, "failure", words, found);
    found.forEach(word -> Happening.of(word).ifPresent(failures::add));
  }

  private void among(Scalar scalar, String what, Collection<String> known, Set<String> found) {
    if (known.contains(scalar.text())) {
      found.add(scalar.text());
    } else {
      problems.add(
          scalar.at(),
          "unknown " + what + " " + scalar.describe().replaceFirst("^the text ", ""),
          Names.suggest(scalar.text(), known));
    }
  }
}
