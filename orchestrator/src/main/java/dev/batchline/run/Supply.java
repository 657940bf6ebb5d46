package dev.batchline.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many tasks can run at a time, from now on: what is there, and what comes when its nodes have
 * booted.
 *
 * @param arrivals the slots that there are more from a time on, the first ones first
 * @param boot how long a node takes that is asked for now; zero when that is not known
 */
record Supply(List<Arrival> arrivals, Duration boot) {

  /** Slots that there are from {@code after} on, in milliseconds from now. */
  record Arrival(double after, double slots) {}

  Supply {
    arrivals =
        arrivals.stream()
            .filter(arrival -> arrival.slots() > 0)
            .sorted(Comparator.comparingDouble(Arrival::after))
            .toList();
  }

  /** All there now. */
  static Supply of(double slots) {
    return new Supply(List.of(new Arrival(0, slots)), Duration.ZERO);
  }

  /** Slots when all have come. */
  double slots() {
    return arrivals.stream().mapToDouble(Arrival::slots).sum();
  }

  /** This many times as many slots; those that it has more come when they have booted. */
  Supply times(double factor) {
    List<Arrival> more = new ArrayList<>(arrivals);
    more.add(new Arrival(boot.toMillis(), slots() * (factor - 1)));
    return new Supply(more, boot);
  }

  /** From when on, and not before this time, there are so many slots; all of them if fewer come. */
  double enoughAt(double begin, double wanted) {
    double slots = 0;
    double at = begin;
    for (Arrival arrival : arrivals) {
      if (slots >= wanted) {
        break;
      }
      slots += arrival.slots();
      at = Math.max(begin, arrival.after());
    }
    return at;
  }

  /** When work is done that is begun at a time and fills all slots, in milliseconds. */
  double done(double begin, double work) {
    double left = work;
    double at = begin;
    double slots = 0;
    for (Arrival arrival : arrivals) {
      double until = Math.max(begin, arrival.after());
      if (slots * (until - at) >= left && slots > 0) {
        break;
      }
      left -= slots * (until - at);
      at = until;
      slots += arrival.slots();
    }
    return at + left / slots;
  }
}
