package dev.batchline.run;

import dev.batchline.run.RunEvent.Success;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Picks what is news: a target may report an end more than once. What succeeded comes first, a line
 * for each node; what failed has a line of its own.
 */
final class NewEnds {

  private final RunSession session;

  NewEnds(RunSession session) {
    this.session = session;
  }

  List<RunEvent> of(List<AttemptEnd> ends) {
    Instant now = session.now();
    Set<AttemptId> seen = new HashSet<>();
    Map<String, List<Success>> successes = new LinkedHashMap<>();
    List<RunEvent> others = new ArrayList<>();
    for (AttemptEnd end : ends) {
      if (!session.state().awaits(end.id()) || !seen.add(end.id())) {
        continue;
      }
      Optional<Outcome.Execution> ran = end.outcome().execution();
      if (end.outcome() instanceof Outcome.Succeeded && ran.isPresent()) {
        successes
            .computeIfAbsent(ran.get().node(), node -> new ArrayList<>())
            .add(success(end.id(), ran.get()));
      } else {
        others.add(new RunEvent.Ended(now, end.id(), end.outcome()));
      }
    }
    List<RunEvent> events = new ArrayList<>();
    successes.forEach((node, tasks) -> events.add(new RunEvent.Succeeded(now, node, tasks)));
    events.addAll(others);
    return events;
  }

  private static Success success(AttemptId id, Outcome.Execution ran) {
    return new Success(
        id.ordinal(),
        id.number(),
        ran.started().toEpochMilli(),
        Duration.between(ran.started(), ran.ended()).toMillis());
  }
}
