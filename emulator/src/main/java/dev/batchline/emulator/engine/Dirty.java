package dev.batchline.emulator.engine;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs and pools for which something has changed and which must be looked at again before the next
 * message. Who changes something marks it and needs not know what follows from that.
 */
final class Dirty {

  private final Set<String> jobs = new LinkedHashSet<>();
  private final Set<String> pools = new LinkedHashSet<>();

  void job(String key) {
    jobs.add(key);
  }

  void pool(String key) {
    pools.add(key);
  }

  Optional<String> takeJob() {
    return take(jobs);
  }

  Optional<String> takePool() {
    return take(pools);
  }

  private static Optional<String> take(Set<String> keys) {
    Optional<String> first = keys.stream().findFirst();
    first.ifPresent(keys::remove);
    return first;
  }
}
