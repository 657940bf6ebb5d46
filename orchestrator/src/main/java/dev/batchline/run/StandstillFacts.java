package dev.batchline.run;

import dev.batchline.target.Circumstances;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that {@link Standstill} knows of a run.
 *
 * @param run its id, which its first pool and job have too
 * @param places what the target tells of its pools, the first one first; none when it was not asked
 *     or did not answer
 * @param away why it did not answer; empty if it did
 */
public record StandstillFacts(
    String run,
    RunStatus status,
    Driving driving,
    Backlog backlog,
    List<Circumstances> places,
    Optional<String> away,
    Instant now) {

  public StandstillFacts {
    places = List.copyOf(places);
  }

  /** Of a target that answered. */
  public StandstillFacts(
      String run,
      RunStatus status,
      Driving driving,
      Backlog backlog,
      List<Circumstances> places,
      Instant now) {
    this(run, status, driving, backlog, places, Optional.empty(), now);
  }

  /** The pool that matters most: where something runs, else where attempts wait. */
  public Optional<Circumstances> place() {
    return places.stream()
        .filter(place -> place.running() > 0)
        .findFirst()
        .or(() -> places.stream().filter(place -> place.waiting() > 0).findFirst())
        .or(() -> places.stream().findFirst());
  }

  /** The same about each further pool where attempts wait and none runs. */
  List<StandstillFacts> stuckElsewhere() {
    return places.stream()
        .filter(place -> place.waiting() > 0 && place.running() == 0)
        .filter(place -> !place.equals(place().orElse(place)))
        .map(place -> new StandstillFacts(run, status, driving, backlog, List.of(place), now))
        .toList();
  }

  /**
   * Who decides.
   *
   * @param driven whether a process holds the run's lease
   * @param holder who drives it, or did last
   * @param seen when the record was last written
   * @param cancelled why someone asked for the run's end; empty when nobody did
   */
  public record Driving(
      boolean driven, Optional<Holder> holder, Instant seen, Optional<String> cancelled) {}

  /**
   * Tasks that have not ended.
   *
   * @param submitted that the target has, as the journal knows
   * @param retrying that wait before they are tried again
   * @param nextTry when the first of these is due
   * @param held groups that wait for others to succeed
   */
  public record Backlog(
      int submitted, int retrying, Optional<Instant> nextTry, List<HeldGroup> held) {

    public Backlog {
      held = List.copyOf(held);
    }

    /** Of a run's state. */
    public static Backlog of(RunState state) {
      return new Backlog(
          state.count(TaskStatus.SUBMITTED),
          state.count(TaskStatus.RETRYING),
          state.nextDue(),
          state.groups().stream()
              .filter(group -> group.group().count() > 0 && group.attempts() == 0)
              .filter(group -> group.notRun() == 0)
              .map(group -> held(group, state))
              .filter(group -> group.unfinished() > 0)
              .toList());
    }

    private static HeldGroup held(RunState.GroupSummary group, RunState state) {
      int unfinished =
          state.groups().stream()
              .filter(other -> group.group().after().contains(other.group().name()))
              .mapToInt(other -> other.group().count() - other.succeeded())
              .sum();
      return new HeldGroup(
          group.group().name(), group.group().count(), group.group().after(), unfinished);
    }
  }

  /**
   * A group none of whose tasks was submitted yet.
   *
   * @param after names of the groups it comes after
   * @param unfinished how many of their tasks have not succeeded
   */
  public record HeldGroup(String name, int tasks, List<String> after, int unfinished) {
    public HeldGroup {
      after = List.copyOf(after);
    }
  }
}
