package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code retry}: how often, how soon, by which rules, and when to stop the run. */
final class RetryReader {

  static final List<String> KEYS =
      List.of("attempts", "backoff", "never", "onNode", "rules", "budget", "lastAttempts");
  static final List<String> NEVER_KEYS = List.of("exitCodes");
  static final List<String> BUDGET_KEYS = List.of("share", "minimumTasks");
  static final int MOST_ATTEMPTS = 100;
  static final int LARGEST_EXIT_CODE = 255;

  private static final int MOST_RETRIES_ON_NODE = 100;
  private static final int MOST_MINIMUM = 10_000_000;
  private static final String DEDICATED = "dedicated";
  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");
  private static final String SHARE_EXAMPLE = "Such as 20%.";

  private final Reading reading;
  private final Problems problems;
  private final RuleReader rules;
  private final List<PoolSpec> further = new ArrayList<>();

  RetryReader(Reading reading, TasksReader tasks, List<Path> templates) {
    this.reading = reading;
    this.problems = reading.problems();
    this.rules = new RuleReader(reading, tasks, templates, further);
  }

  /** Pools that attempts may move to, the first of them with number 2; known after reading. */
  List<PoolSpec> furtherPools() {
    return List.copyOf(further);
  }

  /**
   * @param pool that the run begins with, if nothing is wrong with it
   */
  RetryRules read(SourceNode node, Optional<SourceNode> pool) {
    Optional<Fields> read = Fields.of(node, "\"retry\"", KEYS, reading);
    if (read.isEmpty()) {
      return RetryRules.DEFAULT;
    }
    Fields fields = read.get();
    RetryRules standard = RetryRules.DEFAULT;
    return new RetryRules(
        fields.integer("attempts", 1, MOST_ATTEMPTS).orElse(standard.attempts()),
        fields.duration("backoff", Duration.ZERO, Duration.ofDays(1)).orElse(standard.backoff()),
        never(fields),
        fields.integer("onNode", 0, MOST_RETRIES_ON_NODE).orElse(standard.onNode()),
        fields
            .list("rules", "Such as [{ when: { exitCode: 137 }, do: giveUp }].")
            .map(rules::read)
            .orElse(List.of()),
        fields.node("budget").flatMap(this::budget),
        lastPlace(fields, pool));
  }

  private Set<Integer> never(Fields fields) {
    Set<Integer> codes = new HashSet<>();
    fields
        .node("never")
        .flatMap(value -> Fields.of(value, "\"never\"", NEVER_KEYS, reading))
        .ifPresent(inner -> exitCodes(inner, codes));
    return codes;
  }

  private void exitCodes(Fields fields, Set<Integer> codes) {
    for (SourceNode item :
        fields.list("exitCodes", "Such as [2, 64].").map(Sequence::items).orElse(List.of())) {
      if (item instanceof Scalar scalar) {
        reading
            .resolve(scalar)
            .flatMap(known -> fields.integer("an exit code", known, 1, LARGEST_EXIT_CODE))
            .ifPresent(codes::add);
      } else {
        problems.add(
            item.at(), "an exit code must be a whole number, but this is " + item.describe(), "");
      }
    }
  }

  /** A share alone, or with the number of tasks that must have ended before. */
  private Optional<FailureBudget> budget(SourceNode node) {
    if (node instanceof Scalar scalar) {
      return reading
          .resolve(scalar)
          .flatMap(this::percent)
          .map(percent -> new FailureBudget(percent, FailureBudget.DEFAULT_MINIMUM));
    }
    Optional<Fields> read = Fields.of(node, "\"budget\"", BUDGET_KEYS, reading);
    read.ifPresent(fields -> fields.require("share", SHARE_EXAMPLE));
    return read.flatMap(
        fields -> {
          int minimum =
              fields.integer("minimumTasks", 1, MOST_MINIMUM).orElse(FailureBudget.DEFAULT_MINIMUM);
          return fields
              .scalar("share", "a share of the tasks", SHARE_EXAMPLE)
              .flatMap(this::percent)
              .map(percent -> new FailureBudget(percent, minimum));
        });
  }

  private Optional<Double> percent(Scalar scalar) {
    String text = scalar.text();
    if (PERCENT.matcher(text).matches()) {
      double percent = new BigDecimal(text.substring(0, text.length() - 1)).doubleValue();
      if (percent <= 100) {
        return Optional.of(percent);
      }
    }
    problems.add(
        scalar.at(),
        "the share of tasks that may fail must be 0% to 100%, but this is " + scalar.describe(),
        SHARE_EXAMPLE);
    return Optional.empty();
  }

  private int lastPlace(Fields fields, Optional<SourceNode> pool) {
    Optional<Scalar> wanted = fields.scalar("lastAttempts", DEDICATED, "");
    if (wanted.isEmpty() || pool.isEmpty()) {
      return 0;
    }
    if (!wanted.get().text().equals(DEDICATED)) {
      problems.add(
          wanted.get().at(),
          "\"lastAttempts\" must be dedicated, but this is " + wanted.get().describe(),
          "");
      return 0;
    }
    Optional<PoolSpec> dedicated = rules.pools().read(pool.get()).flatMap(DedicatedPool::of);
    if (dedicated.isEmpty()) {
      problems.add(
          wanted.get().at(),
          "the pool has no Spot nodes, so all attempts are on dedicated ones",
          "Remove lastAttempts, or choose a template such as cpu-spot-autoscale.");
    }
    return dedicated.map(rules::place).orElse(0);
  }
}
