package dev.batchline.spec;

import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.spec.SourceNode.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code retry.rules}: what is done about which failures, and on which further pools. */
final class RuleReader {

  static final List<String> KEYS = List.of("when", "do", "after", "attempts", "to");

  /** Further pools than this nobody oversees. */
  private static final int MOST_PLACES = 8;

  private static final int MOST_RULES = 50;
  private static final int FIRST_PLACE = 2;
  private static final Set<Action> AT_ONCE =
      EnumSet.of(Action.GIVE_UP, Action.RETRY_NOW, Action.ESCALATE);

  private final Reading reading;
  private final Problems problems;
  private final TasksReader tasks;
  private final List<Path> templates;
  private final List<PoolSpec> further;

  /**
   * @param further pools that attempts may move to; rules add theirs
   */
  RuleReader(Reading reading, TasksReader tasks, List<Path> templates, List<PoolSpec> further) {
    this.reading = reading;
    this.problems = reading.problems();
    this.tasks = tasks;
    this.templates = templates;
    this.further = further;
  }

  List<RetryRule> read(Sequence section) {
    if (section.items().size() > MOST_RULES) {
      problems.add(section.at(), "there are more than %d rules".formatted(MOST_RULES), "");
      return List.of();
    }
    List<RetryRule> rules = new ArrayList<>();
    section.items().forEach(item -> rule(item).ifPresent(rules::add));
    return rules;
  }

  private Optional<RetryRule> rule(SourceNode item) {
    Optional<Fields> read = Fields.of(item, "a rule", KEYS, reading);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    int before = problems.count();
    Fields fields = read.get();
    fields.require("when", "Such as when: { exitCode: 137 }.");
    fields.require("do", "One of: " + Names.list(words()) + ".");
    Optional<RetryCondition> when =
        fields.node("when").flatMap(new ConditionReader(reading, tasks.names())::read);
    Optional<Action> action = action(fields);
    Optional<Duration> after = fields.duration("after", Duration.ZERO, Duration.ofDays(1));
    Optional<Integer> attempts = fields.integer("attempts", 1, RetryReader.MOST_ATTEMPTS);
    Optional<PoolSpec> to = fields.node("to").flatMap(this::pool);
    action.ifPresent(known -> check(known, fields));
    if (when.isPresent() && action.isPresent()) {
      checkQuota(when.get(), action.get(), fields);
    }
    if (problems.count() > before || when.isEmpty() || action.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt most = attempts.map(OptionalInt::of).orElse(OptionalInt.empty());
    return Optional.of(
        new RetryRule(when.get(), action.get(), after, most, to.map(this::place).orElse(0)));
  }

  /** Number of the pool among those that attempts may move to; the same one has one number. */
  int place(PoolSpec pool) {
    if (!further.contains(pool)) {
      further.add(pool);
    }
    return further.indexOf(pool) + FIRST_PLACE;
  }

  private Optional<Action> action(Fields fields) {
    return fields
        .scalar("do", "an action", "One of: " + Names.list(words()) + ".")
        .flatMap(
            scalar -> {
              Optional<Action> action =
                  Action.of(scalar.text()).filter(Action.forJobFiles()::contains);
              if (action.isEmpty()) {
                problems.add(
                    scalar.at(),
                    "unknown action " + scalar.describe().replaceFirst("^the text ", ""),
                    Names.suggest(scalar.text(), words()));
              }
              return action;
            });
  }

  private static List<String> words() {
    return Action.forJobFiles().stream().map(Action::word).toList();
  }

  private void check(Action action, Fields fields) {
    if (action == Action.ESCALATE && !fields.has("to")) {
      problems.add(
          fields.at("do"),
          "escalate needs \"to\": the pool for further attempts",
          "Such as to: { template: cpu-large }.");
    }
    refuse(fields, "to", action != Action.ESCALATE, "Only escalate goes to another pool.");
    refuse(fields, "after", AT_ONCE.contains(action), action.word() + " doesn't wait.");
    refuse(fields, "attempts", action == Action.GIVE_UP, "There are none after giveUp.");
    if (further.size() > MOST_PLACES) {
      problems.add(fields.at("to"), "at most %d further pools".formatted(MOST_PLACES), "");
    }
  }

  /** A quota keeps a pool or a job from being created; no attempt ends by it. */
  private void checkQuota(RetryCondition when, Action action, Fields fields) {
    Set<String> quotas = FailurePolicy.quotaCodes();
    boolean all = !when.codes().isEmpty() && quotas.containsAll(when.codes());
    boolean none = when.codes().stream().noneMatch(quotas::contains);
    if (action == Action.WAIT_FOR_QUOTA && !all) {
      problems.add(
          fields.at("do"),
          "waitForQuota is for the codes " + Names.list(quotas) + " alone",
          "Such as when: { code: PoolQuotaReached }.");
    } else if (action != Action.WAIT_FOR_QUOTA && !none) {
      problems.add(
          fields.at("do"),
          "no attempt ends by a quota: the run can only wait for it",
          "Write do: waitForQuota.");
    }
  }

  private void refuse(Fields fields, String key, boolean useless, String why) {
    if (useless && fields.has(key)) {
      problems.add(fields.at(key), "\"" + key + "\" has no effect here", why);
    }
  }

  /** Reads further pools like the run's own; each starts with a node for one task. */
  PoolReader pools() {
    return new PoolReader(
        reading, templates, Map.of("initialTasks", 1, "slotsPerTask", tasks.slotsPerTask()));
  }

  private Optional<PoolSpec> pool(SourceNode node) {
    Optional<PoolSpec> pool = pools().readFurther(node);
    pool.filter(known -> known.taskSlotsPerNode() < tasks.slotsPerTask())
        .ifPresent(
            known ->
                problems.add(
                    node.at(),
                    "a task takes %d slots, but a node of this pool has %d"
                        .formatted(tasks.slotsPerTask(), known.taskSlotsPerNode()),
                    "Raise its taskSlotsPerNode."));
    return pool;
  }
}
