package dev.batchline.run;

import dev.batchline.run.RunEvent.Observed;
import java.time.Instant;
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

  /** Something happened since the last look, so the next one is not quiet. */
  void changed() {
    changed = true;
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

  /** Where the next look continues. */
  Instant cursor() {
    return cursor;
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
