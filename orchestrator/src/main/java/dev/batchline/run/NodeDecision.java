package dev.batchline.run;

import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.FailureRow;
import dev.batchline.failure.Happening;
import dev.batchline.run.NodeTable.Suspect;
import dev.batchline.run.RunEvent.NodeBroken;
import dev.batchline.run.RunEvent.TakingOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which nodes are taken out, so that a bad one doesn't eat a run; a part of {@link
 * RunPolicy}.
 *
 * <p>Bounded by the table: when so many were taken out since an attempt last succeeded anywhere,
 * the fault is not in the nodes, and no more is.
 */
final class NodeDecision {

  /** In the table: a node on which attempts keep failing, whatever state it says it has. */
  static final String FAILING = "failing";

  /** So many attempts that fail because of their place make a node suspect. */
  private static final int PLACE_FAILURES = 3;

  /** So many different tasks that fail on a node, while as many succeed elsewhere. */
  private static final int TASKS = 4;

  /** Before a node that is still there is taken out again. */
  private static final Duration AGAIN = Duration.ofMinutes(2);

  /** What was told of a node longer ago may be over. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private static final int MOST_TIMES = 5;
  private static final int AT_ONCE = 20;

  private NodeDecision() {}

  static List<TakingOut> toTakeOut(RunState state, Instant now) {
    List<TakingOut> nodes = new ArrayList<>();
    for (Suspect suspect : state.nodes().suspects()) {
      if (nodes.size() < AT_ONCE) {
        decide(state.nodes(), suspect, now, nodes.size()).ifPresent(nodes::add);
      }
    }
    return nodes;
  }

  private static Optional<TakingOut> decide(
      NodeTable table, Suspect suspect, Instant now, int already) {
    Optional<NodeBroken> broken =
        suspect.broken().filter(told -> told.at().plus(RECENT).isAfter(now));
    String word = broken.map(NodeBroken::state).orElse(FAILING);
    if (suspect.takenOut().isPresent()) {
      Instant taken = suspect.takenOut().get();
      boolean stillThere = broken.isPresent() && !broken.get().at().isBefore(taken.plus(AGAIN));
      return stillThere && suspect.times() < MOST_TIMES
          ? Optional.of(takingOut(suspect, now, word, broken.get().problem()))
          : Optional.empty();
    }
    FailureRow row = FailurePolicy.row(Happening.NODE_STATE, word);
    if (row.action() != Action.REPLACE_NODE || table.inVain() + already >= row.attempts()) {
      return Optional.empty();
    }
    Optional<String> why = broken.map(NodeBroken::problem).or(() -> failing(table, suspect));
    return why.map(reason -> takingOut(suspect, now, word, reason));
  }

  private static TakingOut takingOut(Suspect suspect, Instant now, String state, String why) {
    return new TakingOut(now, suspect.place, suspect.node, state, why);
  }

  private static Optional<String> failing(NodeTable table, Suspect suspect) {
    if (suspect.placeFailures() >= PLACE_FAILURES) {
      return Optional.of(
          "node "
              + suspect.node
              + " failed "
              + suspect.placeFailures()
              + " attempts, the last with "
              + suspect.lastCode());
    }
    long successes = table.successesElsewhere(suspect);
    boolean alone = successes >= TASKS && successes >= 2 * table.failuresElsewhere(suspect);
    if (suspect.tasks() < TASKS || !(alone || table.othersAreFine(suspect))) {
      return Optional.empty();
    }
    return Optional.of(
        suspect.tasks()
            + " tasks failed on node "
            + suspect.node
            + " and none succeeded, while "
            + (successes == 1 ? "1 attempt" : successes + " attempts")
            + " succeeded elsewhere"
            + (table.failuresElsewhere(suspect) == 0 ? " and none failed" : ""));
  }
}
