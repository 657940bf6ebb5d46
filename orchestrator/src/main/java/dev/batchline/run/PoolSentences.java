package dev.batchline.run;

import dev.batchline.target.Circumstances;
import dev.batchline.target.Circumstances.BrokenNode;
import dev.batchline.target.Circumstances.Formula;
import dev.batchline.target.Circumstances.PoolCondition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of {@link Standstill} about the run's pool; none applies unless tasks wait for it. */
final class PoolSentences {

  /** Nodes that take tasks, by Batch's words. */
  static final List<String> USABLE = List.of("idle", "running");

  /** Nodes that will take tasks soon, by Batch's words. */
  static final List<String> BOOTING =
      List.of(
          "creating", "starting", "waitingForStartTask", "rebooting", "reimaging", "upgradingOS");

  private PoolSentences() {}

  static Optional<String> gone(StandstillFacts facts) {
    return facts
        .place()
        .filter(place -> place.pool().isEmpty())
        .filter(place -> facts.status() == RunStatus.RUNNING && facts.backlog().submitted() > 0)
        .map(
            place ->
                "its pool "
                    + place.name()
                    + " was deleted; who drives the run creates it again, once");
  }

  static Optional<String> startTaskFails(StandstillFacts facts) {
    return stuck(
        facts,
        pool -> {
          int failed = pool.nodes(List.of("startTaskFailed"));
          return failed == 0
              ? Optional.empty()
              : Optional.of(
                  "the start task fails on "
                      + share(failed, pool)
                      + first("startTaskFailed", pool));
        });
  }

  static Optional<String> stagingFails(StandstillFacts facts) {
    return stuck(
        facts,
        pool ->
            pool.broken().stream().anyMatch(node -> node.state().equals("notPrepared"))
                ? Optional.of("nodes can't stage the run's files" + first("notPrepared", pool))
                : Optional.empty());
  }

  static Optional<String> unusable(StandstillFacts facts) {
    return stuck(
        facts,
        pool -> {
          int unusable = pool.nodes(List.of("unusable"));
          return unusable == 0
              ? Optional.empty()
              : Optional.of(
                  share(unusable, pool)
                      + (unusable == 1 ? " is" : " are")
                      + " unusable"
                      + first("unusable", pool));
        });
  }

  private static String share(int nodes, PoolCondition pool) {
    return nodes == pool.nodes()
        ? (nodes == 1 ? "the only node" : "all " + nodes + " nodes")
        : nodes + " of " + SpanText.count(pool.nodes(), "node");
  }

  private static String first(String state, PoolCondition pool) {
    return pool.broken().stream()
        .filter(node -> node.state().equals(state))
        .findFirst()
        .map(PoolSentences::told)
        .orElse("");
  }

  private static String told(BrokenNode node) {
    return node.lastLine().isEmpty()
        ? ": " + node.problem()
        : ", and wrote last: " + node.lastLine() + " (" + node.problem() + ")";
  }

  static Optional<String> formulaFails(StandstillFacts facts) {
    return stuck(
        facts,
        pool ->
            pool.formula()
                .filter(formula -> !formula.error().isEmpty())
                .map(
                    formula ->
                        "the pool's formula fails, so its size stays "
                            + SpanText.count(pool.nodes(), "node")
                            + ": "
                            + formula.error()
                            + evaluated(formula, facts)));
  }

  /** How many nodes it has, of how many. */
  static String has(PoolCondition pool) {
    return pool.wanted().isEmpty()
        ? SpanText.count(pool.nodes(), "node")
        : pool.nodes() + " of " + SpanText.count(pool.wanted().getAsInt(), "node");
  }

  static Optional<String> booting(StandstillFacts facts) {
    return stuck(
        facts,
        pool -> {
          int nodes = pool.nodes(BOOTING);
          String oldest =
              pool.oldestBoot()
                  .map(
                      since ->
                          (nodes == 1 ? ", for " : ", the oldest for ")
                              + SpanText.between(since, facts.now()))
                  .orElse("");
          return nodes == 0
              ? Optional.empty()
              : Optional.of(
                  SpanText.count(nodes, "node")
                      + (nodes == 1 ? " is" : " are")
                      + " booting"
                      + oldest);
        });
  }

  static Optional<String> preempted(StandstillFacts facts) {
    return stuck(
        facts,
        pool -> {
          int nodes = pool.nodes(List.of("preempted"));
          return nodes == 0
              ? Optional.empty()
              : Optional.of(
                  share(nodes, pool)
                      + (nodes == 1 ? " was" : " were")
                      + " preempted; Azure gives Spot nodes back when it has capacity");
        });
  }

  static Optional<String> resizing(StandstillFacts facts) {
    return stuck(
        facts,
        pool ->
            pool.resizing()
                ? Optional.of("the pool is being resized, and has " + has(pool) + " now")
                : Optional.empty());
  }

  static Optional<String> formulaWantsNone(StandstillFacts facts) {
    return stuck(
        facts,
        pool ->
            pool.formula()
                .filter(formula -> formula.error().isEmpty() && formula.wants().orElse(-1) == 0)
                .map(
                    formula ->
                        "the formula wants 0 nodes"
                            + because(formula)
                            + evaluated(formula, facts)));
  }

  private static String because(Formula formula) {
    return formula.because().isEmpty()
        ? ""
        : formula.because().stream()
            .map(variable -> variable.name() + " = " + variable.value())
            .collect(Collectors.joining(", ", " because ", ""));
  }

  private static String evaluated(Formula formula, StandstillFacts facts) {
    String next =
        formula.next().isAfter(facts.now())
            ? ", next in " + SpanText.between(facts.now(), formula.next())
            : ", next any moment";
    return " (evaluated "
        + SpanText.between(formula.evaluated(), facts.now())
        + " ago"
        + next
        + ")";
  }

  static Optional<String> notEvaluated(StandstillFacts facts) {
    return stuck(
        facts,
        pool ->
            pool.formula().isEmpty() && pool.wanted().isEmpty() && pool.nodes() == 0
                ? Optional.of("the pool's formula was not evaluated yet")
                : Optional.empty());
  }

  static Optional<String> empty(StandstillFacts facts) {
    return stuck(
        facts,
        pool ->
            pool.formula().isEmpty() && pool.wanted().orElse(-1) == 0
                ? Optional.of(
                    "the pool's size is 0 nodes, and no formula changes that: az batch pool resize"
                        + " --pool-id "
                        + facts.place().map(Circumstances::name).orElse(facts.run())
                        + " --target-dedicated-nodes N")
                : Optional.empty());
  }

  static Optional<String> offline(StandstillFacts facts) {
    return stuck(
        facts,
        pool -> {
          int nodes = pool.nodes(List.of("offline"));
          return nodes == 0 || pool.nodes(USABLE) > 0
              ? Optional.empty()
              : Optional.of(
                  share(nodes, pool)
                      + (nodes == 1 ? " takes" : " take")
                      + " no tasks: someone disabled scheduling there");
        });
  }

  static Optional<String> idle(StandstillFacts facts) {
    boolean disabled = facts.place().filter(JobSentences::isDisabled).isPresent();
    return stuck(
        facts,
        pool -> {
          int nodes = pool.nodes(List.of("idle"));
          return nodes == 0 || disabled
              ? Optional.empty()
              : Optional.of(
                  SpanText.count(nodes, "node")
                      + (nodes == 1 ? " is" : " are")
                      + " ready; tasks start within seconds");
        });
  }

  /** Only while tasks wait and none runs. */
  private static Optional<String> stuck(
      StandstillFacts facts, Function<PoolCondition, Optional<String>> sentence) {
    return facts.place().filter(place -> place.running() == 0).isEmpty()
        ? Optional.empty()
        : waiting(facts, sentence);
  }

  /** Only while tasks wait. */
  static Optional<String> waiting(
      StandstillFacts facts, Function<PoolCondition, Optional<String>> sentence) {
    return facts
        .place()
        .filter(place -> place.waiting() > 0)
        .flatMap(Circumstances::pool)
        .flatMap(sentence);
  }
}
