package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out, when a run was taken over, what became of attempts that an earlier process handed to
 * the target: those that are not there are offered to it again.
 *
 * <p>In doubt are only those of the last hand-over, unless a pool holds fewer attempts than were
 * handed to it: then the target has lost some, or all if it was made anew, and is asked about each.
 */
final class Reconciliation {

  /** How many attempts the target is asked about in one go: it may list its whole job each time. */
  private static final int ASKED = 200_000;

  private final RunSession session;
  private final RunState state;
  private final PlanHeader plan;
  private final Target target;
  private final HandOver handOver;

  Reconciliation(RunSession session, PlanHeader plan, Target target, HandOver handOver) {
    this.session = session;
    this.state = session.state();
    this.plan = plan;
    this.target = target;
    this.handOver = handOver;
  }

  void go() {
    ask(state.inDoubt());
    Map<Integer, Long> handedOver = state.inFlight();
    if (handedOver.isEmpty()) {
      return;
    }
    Map<Integer, Long> held = session.persistently(target::held);
    handedOver.forEach(
        (place, attempts) -> {
          if (held.getOrDefault(place, 0L) < attempts) {
            askAbout(place);
          }
        });
  }

  private void askAbout(int place) {
    List<AttemptId> asked = new ArrayList<>();
    for (int task = 0; task < plan.taskCount(); task++) {
      if (state.status(task) == TaskStatus.SUBMITTED && state.place(task) == place) {
        asked.add(new AttemptId(task, plan.taskId(task), state.attempts(task)));
      }
      if (asked.size() == ASKED) {
        ask(List.copyOf(asked));
        asked.clear();
      }
    }
    ask(asked);
  }

  private void ask(List<AttemptId> asked) {
    if (asked.isEmpty()) {
      return;
    }
    Set<AttemptId> known = new HashSet<>(session.persistently(() -> target.known(asked)));
    List<AttemptId> unknown = asked.stream().filter(id -> !known.contains(id)).toList();
    handOver.putOff(unknown, session.now());
  }
}
