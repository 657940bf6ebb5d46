package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.ThisProcess;
import dev.batchline.base.Timeline;
import dev.batchline.storage.RunLease;
import dev.batchline.storage.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Takes the lease of a run, also from a process that died.
 *
 * <p>A dead process of this machine is recognised at once. Of another machine's it is not known
 * whether it lives: its lease is waited for until it runs out, unless the record shows that it
 * works.
 */
final class LeaseTaking {

  /** A little longer than a lease lasts that nobody renews. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final Timeline timeline;
  private final RunListener listener;
  private final ThisProcess process;

  LeaseTaking(Timeline timeline, RunListener listener, ThisProcess process) {
    this.timeline = timeline;
    this.listener = listener;
    this.process = process;
  }

  /**
   * @return empty when the person left before the lease could be had
   * @throws RunException if someone else drives the run
   */
  Optional<RunLease> take(RunStore store, Interruption interruption) {
    Optional<RunLease> free = store.tryLease();
    if (free.isPresent()) {
      return free;
    }
    RunRecord first = record(store);
    if (first.holder().filter(this::isDead).isPresent()) {
      store.breakLease();
    } else if (first.holder().filter(this::isAlive).isPresent()) {
      throw driven(store, first);
    } else {
      listener.notice(
          "waiting for "
              + holder(first)
              + " to let go of run "
              + store.id()
              + ": if it is dead, its lease runs out within 30 s");
    }
    Instant end = timeline.now().plus(PATIENCE);
    while (!interruption.requested()) {
      Optional<RunLease> lease = store.tryLease();
      if (lease.isPresent()) {
        return lease;
      }
      RunRecord now = record(store);
      boolean works = !now.times().updated().equals(first.times().updated());
      if (works || timeline.now().isAfter(end)) {
        throw driven(store, now);
      }
      sleep();
    }
    return Optional.empty();
  }

  private boolean isDead(Holder holder) {
    return process.isDead(holder.machine(), holder.pid());
  }

  private boolean isAlive(Holder holder) {
    return process.isAlive(holder.machine(), holder.pid());
  }

  private void sleep() {
    try {
      timeline.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RunRecord record(RunStore store) {
    return RunJson.record(store.record().orElseThrow(() -> Runs.unknown(store.id(), "Storage")));
  }

  private static String holder(RunRecord record) {
    return record.holder().map(Holder::toString).orElse("another process");
  }

  private RunException driven(RunStore store, RunRecord record) {
    return new RunException(
        Blame.USER,
        "drive run " + store.id(),
        holder(record)
            + " drives it"
            + record
                .holder()
                .map(
                    holder ->
                        " since "
                            + holder.since().truncatedTo(ChronoUnit.SECONDS)
                            + ", "
                            + SpanText.between(holder.since(), timeline.now())
                            + " ago")
                .orElse(""),
        "Look on with: batchline status "
            + store.id()
            + " --watch\nEnd it with: batchline cancel "
            + store.id()
            + record
                .holder()
                .map(
                    holder ->
                        "\nIf that process hangs, end it on "
                            + holder.host()
                            + " (kill -9 "
                            + holder.pid()
                            + ") and attach again: its lease runs out within 30 s.")
                .orElse(""));
  }
}
