package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.Retrier;
import dev.batchline.base.RunException;
import dev.batchline.base.ThisProcess;
import dev.batchline.base.Timeline;
import dev.batchline.storage.RunLease;
import dev.batchline.storage.RunStore;
import dev.batchline.target.Permit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The right to drive one run, with its record, its journal and its state.
 *
 * <p>The state is the sum of the journal: {@link #write} applies events and appends them, and only
 * then is done what they announce.
 */
final class RunSession {

  /** How long Storage or the target may be away before this process gives up, and not the run. */
  private static final Retrier.Waits WAITS =
      new Retrier.Waits(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10));

  /** How old the record's numbers may be: when something changed, and when nothing did. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How long a wait goes without looking whether it is still wanted. */
  private static final Duration SLICE = Duration.ofMillis(500);

  private final RunStore store;
  private final RunLease lease;
  private final RunState state;
  private final Journal journal;
  private final Timeline timeline;
  private final RunListener listener;
  private final Interruption interruption;
  private final Retrier retrier;
  private RunRecord record;

  /** The state knows what the journal does not: this process may do nothing more with the run. */
  private boolean ahead;

  /** What a session works with. */
  record Surroundings(Timeline timeline, RunListener listener, Interruption interruption) {}

  RunSession(
      RunStore store, RunLease lease, RunRecord record, RunState state, Surroundings around) {
    this.store = store;
    this.lease = lease;
    this.state = state;
    this.timeline = around.timeline();
    this.listener = around.listener();
    this.interruption = around.interruption();
    this.retrier =
        new Retrier(
            slicedTimeline(),
            new SplittableRandom(record.runId().hashCode()),
            WAITS,
            this::isWorthRetrying);
    this.journal = new Journal(store.appendJournal());
    Journal.replay(store, state::apply);
    this.record = record;
  }

  RunStore store() {
    return store;
  }

  RunState state() {
    return state;
  }

  RunRecord record() {
    return record;
  }

  Instant now() {
    return timeline.now();
  }

  boolean interrupted() {
    return interruption.requested();
  }

  RunListener listener() {
    return listener;
  }

  /** Whether something may still be created for the run. */
  Permit permit() {
    return new Permit() {
      @Override
      public void require() {
        lease.confirm();
      }

      @Override
      public boolean isOver() {
        return store.record().map(RunJson::record).filter(now -> !now.state().ended()).isEmpty();
      }
    };
  }

  /** Says who drives the run from now on. */
  void begin(ThisProcess process) {
    Holder holder = new Holder(process.host(), process.pid(), process.machine(), now());
    update(before -> before.withHolder(Optional.of(holder)).withMessage(""));
    write(List.of(new RunEvent.TakenOver(now(), holder)));
  }

  /** Goes on by these events, in memory and in the journal. */
  void write(List<RunEvent> events) {
    requireLease();
    events.forEach(state::apply);
    boolean written = false;
    try {
      written =
          persistently(
              () -> {
                journal.write(events);
                return true;
              });
    } finally {
      ahead |= !written;
    }
  }

  /** Writes the record in another state and says so. */
  void enter(RunStatus status, TaskCounts counts, String message) {
    update(before -> before.with(status, counts, now()).withMessage(message));
    listener.phase(record);
  }

  void update(UnaryOperator<RunRecord> change) {
    record = change.apply(record);
    persistently(
        () -> {
          lease.writeRecord(RunJson.bytes(record));
          return true;
        });
  }

  /** Writes the record's numbers if they have been there for long. */
  void refresh() {
    Duration age = Duration.between(record.times().updated(), now());
    boolean changed = !record.tasks().equals(state.counts());
    if (age.compareTo(changed ? FRESH : HEARTBEAT) >= 0) {
      update(before -> before.with(before.state(), state.counts(), now()));
    }
  }

  /** Leaves the run to whoever attaches next. */
  void detach(String message) {
    update(
        before ->
            before
                .with(before.state(), counts(), now())
                .withHolder(Optional.empty())
                .withMessage(message));
  }

  /** {@link #detach} in one try: Storage may be what failed. */
  void detachBriefly(String message) {
    RunRecord left =
        record
            .with(record.state(), counts(), now())
            .withHolder(Optional.empty())
            .withMessage(message);
    lease.writeRecord(RunJson.bytes(left));
  }

  /**
   * Makes a call that another try can't harm, again and again for some minutes while the service is
   * away.
   */
  <T> T persistently(Supplier<T> call) {
    try {
      return retrier.call(
          call,
          (failure, wait) ->
              listener.notice(
                  failure.getMessage()
                      + "; trying again in "
                      + Math.max(1, wait.toSeconds())
                      + " s"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(
          Blame.SERVICE, "go on with run " + store.id(), "it was interrupted", "", e);
    }
  }

  /** Waits until then, or until the person wants to leave. */
  void pause(Instant until) {
    try {
      slicedTimeline().sleep(Duration.between(now(), until));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interruption.request();
    }
  }

  private TaskCounts counts() {
    return state.finished().isPresent() ? state.finalCounts() : state.counts();
  }

  private void requireLease() {
    if (!lease.held()) {
      throw RunLease.lost(store.id(), null);
    }
  }

  private boolean isWorthRetrying(RunException failure) {
    return failure.blame() == Blame.SERVICE && !ahead && lease.held() && !interruption.requested();
  }

  private Timeline slicedTimeline() {
    return new Timeline() {
      @Override
      public Instant now() {
        return timeline.now();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Instant end = timeline.now().plus(duration);
        for (Duration left = duration;
            left.compareTo(Duration.ZERO) > 0 && !interruption.requested();
            left = Duration.between(timeline.now(), end)) {
          timeline.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
        }
      }
    };
  }
}
