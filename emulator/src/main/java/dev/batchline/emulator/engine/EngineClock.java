package dev.batchline.emulator.engine;

import dev.batchline.emulator.time.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;

/**
 * The time as the engine's thread sees it, in the service's ticks of 100 ns: it stands still while
 * a message is handled.
 */
final class EngineClock {

  private static final int TICK = 100;

  private final ServiceTime time;
  private Instant now = Instant.MIN;
  private Instant lastChange = Instant.MIN;

  EngineClock(ServiceTime time) {
    this.time = time;
    begin();
  }

  /** Reads the time; it stands still until this is called again, and never goes back. */
  void begin() {
    Instant read = ticks(time.now());
    if (read.isAfter(now)) {
      now = read;
    }
  }

  Instant now() {
    return now;
  }

  /** Goes on after a change that was made before there was this clock. */
  void continueAfter(Instant change) {
    lastChange = change;
    if (change.isAfter(now)) {
      now = change;
    }
  }

  /**
   * The time of a change by a user: no two are equal, because ETags come from them. It is the
   * present time from then on, so that a change and what it leads to have the same.
   */
  Instant change() {
    if (!now.isAfter(lastChange)) {
      now = lastChange.plusNanos(TICK);
    }
    lastChange = now;
    return now;
  }

  /** When something ends that takes this long on Azure. */
  Instant after(Duration onAzure) {
    return now.plus(time.paced(onAzure));
  }

  /** How long something that takes this long on Azure takes here. */
  Duration paced(Duration onAzure) {
    return time.paced(onAzure);
  }

  /** Where a moment of the past lies on Azure's own time scale, seen from now. */
  Instant onAzure(Instant past, Instant seenFrom) {
    return seenFrom.minus(time.unpaced(Duration.between(past, seenFrom)));
  }

  private static Instant ticks(Instant time) {
    return time.minusNanos(time.get(ChronoField.NANO_OF_SECOND) % TICK);
  }
}
