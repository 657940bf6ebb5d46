package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code forEach}: what the tasks of a group run through. */
final class ForEachReader {

  static final int MOST_TASKS = 10_000_000;

  private static final long LARGEST_CSV = 256L << 20;
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9]{1,18})\\s*\\.\\.\\s*(-?[0-9]{1,18})(?:\\s+by\\s+([0-9]{1,18}))?");
  private static final Set<String> RESERVED = Set.of("parameters", "run", "task", "row", "file");
  private static final String EXAMPLE =
      "Such as scenario: 1..40, desk: [rates, credit], files: data/*.csv or csv: trades.csv.";

  private final Reading reading;
  private final Problems problems;

  ForEachReader(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /**
   * What was read.
   *
   * @param variables all that are named, also those whose values are wrong
   * @param open whether there may be variables whose names couldn't be found out
   */
  record Result(ForEach forEach, Set<String> variables, boolean open) {}

  Result read(SourceNode node) {
    if (!(node instanceof Mapping mapping)) {
      problems.add(
          node.at(), "\"forEach\" must be a mapping, but this is " + node.describe(), EXAMPLE);
      return new Result(ForEach.ONCE, Set.of(), true);
    }
    if (mapping.entries().isEmpty()) {
      problems.add(node.at(), "\"forEach\" is empty", EXAMPLE);
    }
    boolean open = false;
    List<Dimension> dimensions = new ArrayList<>();
    Set<String> variables = new HashSet<>();
    for (Entry entry : mapping.entries()) {
      Optional<Dimension> dimension = dimension(entry);
      dimension.ifPresent(dimensions::add);
      boolean nameless =
          dimension.isEmpty() && (entry.key().equals("csv") || entry.key().equals("files"));
      open |= nameless;
      List<String> names = dimension.map(Dimension::names).orElse(List.of(entry.key()));
      for (String name : names) {
        if (!variables.add(name)) {
          problems.add(
              entry.at(),
              "\"" + name + "\" is given twice in forEach",
              "Rename the column or the variable.");
        }
      }
    }
    return new Result(bounded(mapping, dimensions), variables, open);
  }

  private ForEach bounded(Mapping mapping, List<Dimension> dimensions) {
    double product = dimensions.stream().mapToDouble(Dimension::size).reduce(1, (a, b) -> a * b);
    if (product > MOST_TASKS) {
      problems.add(
          mapping.at(),
          "forEach makes %,.0f tasks; at most %,d are possible".formatted(product, MOST_TASKS),
          "Let each task do more.");
      return ForEach.ONCE;
    }
    return new ForEach(dimensions);
  }

  private Optional<Dimension> dimension(Entry entry) {
    return switch (entry.key()) {
      case "files" -> files(entry);
      case "csv" -> rows(entry);
      default -> variable(entry);
    };
  }

  private Optional<Dimension> variable(Entry entry) {
    String name = entry.key();
    if (!ParametersReader.NAME.matcher(name).matches() || RESERVED.contains(name)) {
      problems.add(
          entry.at(),
          "\"" + name + "\" can't be a variable's name",
          RESERVED.contains(name)
              ? "This word has a meaning of its own; choose another."
              : "Use letters, digits, \"_\" and \"-\", and a letter at the beginning.");
      return Optional.empty();
    }
    if (entry.value() instanceof Sequence sequence) {
      return values(name, sequence);
    }
    if (entry.value() instanceof Scalar scalar) {
      return reading.resolve(scalar).flatMap(resolved -> range(name, resolved));
    }
    problems.add(
        entry.value().at(),
        "\"%s\" must be a range or a list, but this is a mapping".formatted(name),
        EXAMPLE);
    return Optional.empty();
  }

  private Optional<Dimension> values(String name, Sequence sequence) {
    if (sequence.items().isEmpty()) {
      problems.add(sequence.at(), "\"" + name + "\" has no values", EXAMPLE);
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (SourceNode item : sequence.items()) {
      if (item instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
        reading.resolve(scalar).map(Scalar::text).ifPresent(values::add);
      } else {
        problems.add(
            item.at(),
            "a value of \"%s\" must be a text or a number, but this is %s"
                .formatted(name, item.describe()),
            "");
      }
    }
    return values.size() == sequence.items().size()
        ? Optional.of(new Dimension.Values(name, values))
        : Optional.empty();
  }

  private Optional<Dimension> range(String name, Scalar scalar) {
    Matcher matcher = RANGE.matcher(scalar.text().strip());
    if (!matcher.matches()) {
      problems.add(
          scalar.at(),
          "\"%s\" must be a range or a list, but this is %s".formatted(name, scalar.describe()),
          scalar.kind() == Kind.INTEGER
              ? "Write 1.." + scalar.text() + "."
              : "A range is 1..40 or 0..100 by 10; a list is [a, b].");
      return Optional.empty();
    }
    BigInteger first = new BigInteger(matcher.group(1));
    BigInteger last = new BigInteger(matcher.group(2));
    BigInteger step = new BigInteger(Optional.ofNullable(matcher.group(3)).orElse("1"));
    if (step.signum() == 0 || first.compareTo(last) > 0) {
      problems.add(
          scalar.at(),
          "the range %s is empty".formatted(scalar.text()),
          step.signum() == 0 ? "Step by 1 or more." : "Write %s..%s.".formatted(last, first));
      return Optional.empty();
    }
    BigInteger size = last.subtract(first).divide(step).add(BigInteger.ONE);
    if (size.compareTo(BigInteger.valueOf(MOST_TASKS)) > 0) {
      problems.add(
          scalar.at(),
          "the range %s has %,d values; at most %,d are possible"
              .formatted(scalar.text(), size, MOST_TASKS),
          "Let each task do more.");
      return Optional.empty();
    }
    return Optional.of(
        new Dimension.Range(
            name, first.longValue(), step.longValue(), size.intValue(), width(matcher)));
  }

  /** Bounds that are written with leading zeros ask for numbers of that width. */
  private static int width(Matcher matcher) {
    boolean padded = matcher.group(1).matches("-?0[0-9]+") || matcher.group(2).matches("-?0[0-9]+");
    return padded ? Math.max(matcher.group(1).length(), matcher.group(2).length()) : 0;
  }

  private Optional<Dimension> files(Entry entry) {
    return path(entry, "a glob")
        .map(this::search)
        .filter(files -> !files.isEmpty())
        .map(Dimension.FileList::new);
  }

  private List<ProjectFile> search(Scalar scalar) {
    return new FileSearch(reading.directory(), problems).find(scalar.text(), scalar.at());
  }

  private Optional<Dimension> rows(Entry entry) {
    Optional<Scalar> path = path(entry, "the path of a CSV file");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Scalar scalar = path.get();
    List<ProjectFile> found = search(scalar);
    if (found.size() > 1) {
      problems.add(
          scalar.at(),
          scalar.describe() + " matches %d files; \"csv\" takes one".formatted(found.size()),
          "For one task per file write files: " + scalar.text() + ".");
    }
    if (found.size() != 1) {
      return Optional.empty();
    }
    Path file = found.get(0).source();
    int before = problems.count();
    Problems inside = problems.in(reading.named(file));
    Optional<CsvTable> table =
        SourceText.read(file, LARGEST_CSV, inside).map(text -> CsvTable.parse(text, inside));
    if (problems.count() == before && table.isPresent() && table.get().rowCount() == 0) {
      problems.add(scalar.at(), scalar.describe() + " has no rows below its first line", "");
    }
    return problems.count() == before
        ? table.map(rows -> new Dimension.Rows(file, rows))
        : Optional.empty();
  }

  private Optional<Scalar> path(Entry entry, String wanted) {
    if (entry.value() instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
      return reading.resolve(scalar);
    }
    problems.add(
        entry.value().at(),
        "\"%s\" must be %s, but this is %s"
            .formatted(entry.key(), wanted, entry.value().describe()),
        EXAMPLE);
    return Optional.empty();
  }
}
