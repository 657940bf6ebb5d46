package dev.batchline.run;

import dev.batchline.run.RunEvent.Observed;
import dev.batchline.target.FailureKind;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the looks at the target showed; a part of {@link RunState}. */
final class Looks {

  private Optional<Instant> last = Optional.empty();
  private Instant cursor = Instant.EPOCH;
  private int count;
  private int quiet;
  private boolean changed;
  private int running;
  private int queued;

  /** How many attempts have ended on each pool; what a target refused was never there. */
  private final Map<Integer, Long> ends = new HashMap<>();

  /** An attempt was told to have ended, so the next look is not quiet. */
  void ended(int place, Outcome outcome) {
    changed = true;
    boolean neverThere =
        outcome instanceof Outcome.Failed failed && failed.kind() == FailureKind.REJECTED;
    if (!neverThere) {
      ends.merge(place, 1L, Long::sum);
    }
  }

  void add(Observed look) {
    boolean nothingNew = !changed && look.running() == running && look.waiting() == queued;
    quiet = nothingNew ? quiet + 1 : 0;
    changed = false;
    last = Optional.of(look.at());
    cursor = look.cursor();
    running = look.running();
    queued = look.waiting();
    count++;
  }

  Optional<Instant> last() {
    return last;
  }

  /** Where the next look continues, and how many ends are known. */
  KnownEnds known() {
    return new KnownEnds(cursor, ends);
  }

  int count() {
    return count;
  }

  /** How many of the last looks found nothing new. */
  int quiet() {
    return quiet;
  }

  int running() {
    return running;
  }
}
