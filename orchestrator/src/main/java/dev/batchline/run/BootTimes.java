package dev.batchline.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long nodes of this run take from their allocation until they take tasks, by what was seen of
 * their states: those that began to boot first are taken to be ready first.
 *
 * <p>It is as exact as the looks are frequent. Of nodes that booted when they were first seen
 * nobody knows since when; they tell nothing.
 */
final class BootTimes {

  /** So many of the last boots tell how long the next one takes. */
  private static final int LAST = 20;

  private final Deque<Optional<Instant>> booting = new ArrayDeque<>();
  private final Deque<Duration> took = new ArrayDeque<>();
  private int ready;
  private boolean looked;

  void look(Map<String, Integer> nodesByState, Instant now) {
    int readyNow = count(nodesByState, PoolSentences.USABLE);
    int bootingNow = count(nodesByState, PoolSentences.BOOTING);
    for (int node = ready; node < readyNow && !booting.isEmpty(); node++) {
      booting.removeFirst().ifPresent(since -> remember(Duration.between(since, now)));
    }
    while (booting.size() > bootingNow) {
      booting.removeLast();
    }
    while (booting.size() < bootingNow) {
      booting.addLast(looked ? Optional.of(now) : Optional.empty());
    }
    ready = readyNow;
    looked = true;
  }

  private void remember(Duration boot) {
    took.addLast(boot);
    if (took.size() > LAST) {
      took.removeFirst();
    }
  }

  private static int count(Map<String, Integer> nodesByState, List<String> states) {
    return states.stream().mapToInt(state -> nodesByState.getOrDefault(state, 0)).sum();
  }

  /** How long a boot takes on average; empty before one was seen from its beginning to its end. */
  Optional<Duration> mean() {
    return took.isEmpty()
        ? Optional.empty()
        : Optional.of(took.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(took.size()));
  }

  /**
   * What there is of each node's slots, and when: nodes that are wanted and not there yet come
   * after a whole boot at the earliest. Where no boot was seen yet, all count from now on.
   *
   * @param coming nodes that are wanted and not there yet
   * @param perNode slots of each
   */
  Supply supply(int coming, double perNode, Instant now) {
    Duration boot = mean().orElse(Duration.ZERO);
    List<Supply.Arrival> arrivals = new ArrayList<>();
    arrivals.add(new Supply.Arrival(0, ready * perNode));
    for (Optional<Instant> since : booting) {
      Duration left =
          since.map(begun -> boot.minus(Duration.between(begun, now))).orElse(boot.dividedBy(2));
      arrivals.add(new Supply.Arrival(Math.max(0, left.toMillis()), perNode));
    }
    arrivals.add(new Supply.Arrival(boot.toMillis(), coming * perNode));
    return new Supply(arrivals, boot);
  }

  /** Whether nodes boot, or more come, of which nobody knows how long it takes. */
  boolean isUnknown(int coming) {
    return mean().isEmpty() && booting.size() + coming > 0;
  }
}
