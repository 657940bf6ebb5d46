package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlannedPool;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import dev.batchline.target.Submission;
import dev.batchline.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Hands attempts to the target, each to the pool that its task is on; a further pool is created
 * when the first attempt needs it.
 *
 * <p>What is not taken is put off, and offered again later.
 */
final class HandOver {

  /** Before attempts that the target put off are offered again. */
  private static final Duration PUT_OFF = Duration.ofSeconds(3);

  /** Before a further pool is asked for again that a quota is in the way of. */
  private static final Duration WITHOUT_QUOTA = Duration.ofMinutes(5);

  private final RunSession session;
  private final RunState state;
  private final Plan plan;
  private final Target target;

  /** Further pools that this process knows to be there. */
  private final Set<Integer> there = new HashSet<>();

  HandOver(RunSession session, Plan plan, Target target) {
    this.session = session;
    this.state = session.state();
    this.plan = plan;
    this.target = target;
  }

  void submit(List<Tries> tries) {
    session.write(List.of(new RunEvent.Submitting(session.now(), tries)));
    byPlace(tries).forEach(this::submit);
  }

  /** First tries, which are most, are all on the first pool. */
  private SortedMap<Integer, List<Tries>> byPlace(List<Tries> tries) {
    SortedMap<Integer, SubmissionBuilder> places = new TreeMap<>();
    for (Tries range : tries) {
      if (range.number() == 1) {
        builder(places, PlannedPool.FIRST).addFirst(range.first(), range.last() + 1);
        continue;
      }
      for (int task = range.first(); task <= range.last(); task++) {
        builder(places, state.place(task)).add(task, range.number());
      }
    }
    SortedMap<Integer, List<Tries>> all = new TreeMap<>();
    places.forEach((place, builder) -> all.put(place, builder.tries()));
    return all;
  }

  private static SubmissionBuilder builder(Map<Integer, SubmissionBuilder> places, int place) {
    return places.computeIfAbsent(place, first -> new SubmissionBuilder(Integer.MAX_VALUE));
  }

  private void submit(int place, List<Tries> tries) {
    PlannedAttempts attempts = new PlannedAttempts(plan, tries, state::avoided);
    if (place != PlannedPool.FIRST && !there.contains(place) && !extend(place, attempts)) {
      return;
    }
    Submission answer = session.persistently(() -> target.submit(place, attempts));
    Set<AttemptId> settled = new HashSet<>(answer.accepted());
    answer.refused().forEach(end -> settled.add(end.id()));
    session.write(new NewEnds(session).of(answer.refused()));
    putOff(
        attempts.ids().filter(id -> !settled.contains(id)).toList(), session.now().plus(PUT_OFF));
  }

  /** Whether the pool is there now; if not, something was done about its attempts. */
  private boolean extend(int place, PlannedAttempts attempts) {
    if (!state.further().contains(place)) {
      session.write(List.of(new RunEvent.Extending(session.now(), place)));
    }
    String template = plan.header().pool().place(place).template();
    try {
      Map<String, String> names = session.persistently(() -> target.extend(place));
      session.update(before -> before.withTarget(before.target().and(names)));
      there.add(place);
      session
          .listener()
          .notice("attempts go on to pool " + names.get("pool-" + place) + ": " + template);
      return true;
    } catch (RunException e) {
      if (e.blame() == Blame.CAPACITY) {
        session
            .listener()
            .notice(e.getMessage() + "; trying again in " + WITHOUT_QUOTA.toMinutes() + " min");
        putOff(attempts.ids().toList(), session.now().plus(WITHOUT_QUOTA));
        return false;
      }
      if (e.blame() == Blame.USER) {
        session.write(refused(attempts.ids(), e));
        return false;
      }
      throw e;
    }
  }

  /** A pool that Azure refuses is no reason to leave the rest of the run. */
  private List<RunEvent> refused(Stream<AttemptId> ids, RunException e) {
    String message = String.valueOf(e.getMessage());
    return ids.<RunEvent>map(
            id ->
                new RunEvent.Ended(
                    session.now(),
                    id,
                    new Outcome.Failed(
                        FailureKind.REJECTED,
                        OptionalInt.empty(),
                        "PoolRefused",
                        message,
                        Optional.empty())))
        .toList();
  }

  void putOff(List<AttemptId> ids, Instant until) {
    if (ids.isEmpty()) {
      return;
    }
    List<Tries> tries =
        SubmissionBuilder.joined(
            ids.stream().map(id -> new Tries(id.ordinal(), id.ordinal(), id.number())).toList());
    session.write(List.of(new RunEvent.Postponed(session.now(), tries, until)));
  }
}
