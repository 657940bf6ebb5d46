package dev.batchline.run;

import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RunStore;
import dev.batchline.target.Circumstances;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at a run that others drive, as often as wanted; each look reads only what the journal has
 * more than before.
 */
public final class RunWatch {

  private final Runs runs;
  private final RunStore store;
  private final Timeline timeline;
  private final Function<List<String>, List<Circumstances>> places;
  private final RunState state;
  private final JournalReading journal;

  /**
   * @param places asked with each look while the run goes on, with the names of its jobs; answers
   *     none when it can't tell, and throws what is worth telling when it gets no answer
   * @throws dev.batchline.base.RunException if there is no such run
   */
  public RunWatch(
      FileStore files,
      RunId run,
      Timeline timeline,
      Function<List<String>, List<Circumstances>> places) {
    this.runs = new Runs(files);
    this.store = files.run(run);
    this.timeline = timeline;
    this.places = places;
    runs.get(run);
    PlanHeader plan = StoredPlan.header(store);
    this.state = new RunState(plan);
    this.journal = new JournalReading(store);
  }

  /**
   * A run at one moment.
   *
   * @param driven whether somebody holds its lease
   * @param place what the target tells; empty when it was not asked or can't tell
   * @param why nothing runs, or not all; what matters most first; empty when the run has ended
   */
  public record Look(
      RunRecord record,
      RunState state,
      boolean driven,
      Optional<Circumstances> place,
      List<Standstill.Explanation> why) {

    public Look {
      why = List.copyOf(why);
    }
  }

  /** What the record says now, with a state that knows of all that it counts; asks no target. */
  public RunRecord glance() {
    RunRecord record = runs.get(store.id());
    journal.goOn(state::apply);
    return record;
  }

  /** As of the last look or glance. */
  public RunState state() {
    return state;
  }

  /** Whether somebody holds the run's lease now. */
  public boolean driven() {
    return Runs.isDriven(store, runs.get(store.id()));
  }

  /** The record first: what it counts is then surely in the journal that is read after it. */
  public Look look() {
    RunRecord record = runs.get(store.id());
    boolean ended = record.state().ended();
    boolean driven = Runs.isDriven(store, record);
    journal.goOn(state::apply);
    if (ended) {
      return new Look(record, state, false, Optional.empty(), List.of());
    }
    List<Circumstances> there = List.of();
    Optional<String> away = Optional.empty();
    try {
      there =
          record.state() == RunStatus.RUNNING ? places.apply(record.target().jobs()) : List.of();
    } catch (RunException e) {
      away = Optional.of(e.reason());
    }
    StandstillFacts facts =
        new StandstillFacts(
            record.runId(),
            record.state(),
            new StandstillFacts.Driving(
                driven, record.holder(), record.times().updated(), store.cancelRequested()),
            StandstillFacts.Backlog.of(state),
            there,
            away,
            timeline.now());
    List<Standstill.Explanation> why = Standstill.explain(facts);
    return new Look(
        record,
        state,
        driven,
        facts.place(),
        driven
            ? why.stream().map(each -> StandstillDecision.told(each, state, facts.now())).toList()
            : why);
  }
}
