package dev.batchline.emulator.engine;

import dev.batchline.emulator.time.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;

/** The time as the engine's thread sees it, in the service's ticks of 100 ns. */
final class EngineClock {

  private static final int TICK = 100;

  private final ServiceTime time;
  private Instant lastChange = Instant.MIN;

  EngineClock(ServiceTime time) {
    this.time = time;
  }

  Instant now() {
    return ticks(time.now());
  }

  /** The time of a change by a user: no two are equal, because ETags come from them. */
  Instant change() {
    Instant now = now();
    lastChange = now.isAfter(lastChange) ? now : lastChange.plusNanos(TICK);
    return lastChange;
  }

  /** When something ends that takes this long on Azure. */
  Instant after(Duration onAzure) {
    return now().plus(time.paced(onAzure));
  }

  /** How long something that takes this long on Azure takes here. */
  Duration paced(Duration onAzure) {
    return time.paced(onAzure);
  }

  /** Where a moment of the past lies on Azure's own time scale, seen from now. */
  Instant onAzure(Instant past, Instant now) {
    return now.minus(time.unpaced(Duration.between(past, now)));
  }

  static Instant ticks(Instant time) {
    return time.minusNanos(time.get(ChronoField.NANO_OF_SECOND) % TICK);
  }
}
