package dev.batchline.run;

import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Picks what is news: a target may report an end more than once. */
final class NewEnds {

  private final RunSession session;

  NewEnds(RunSession session) {
    this.session = session;
  }

  List<RunEvent> of(List<AttemptEnd> ends) {
    Set<AttemptId> seen = new HashSet<>();
    List<RunEvent> events = new ArrayList<>();
    for (AttemptEnd end : ends) {
      if (session.state().awaits(end.id()) && seen.add(end.id())) {
        events.add(new RunEvent.Ended(session.now(), end.id(), end.outcome()));
      }
    }
    return events;
  }
}
