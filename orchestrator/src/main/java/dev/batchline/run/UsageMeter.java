package dev.batchline.run;

import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up what a run used; a part of {@link RunState}. */
final class UsageMeter {

  private static final int BUSIEST = 100;
  private static final double MILLIS_PER_HOUR = 3_600_000.0;

  private final Map<String, Integer> index = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int[] attempts = new int[16];
  private long[] busyMillis = new long[16];
  private long taskMillis;
  private double nodeMillis;
  private Optional<Instant> seenAt = Optional.empty();
  private int seenNodes;
  private int seenCores;
  private double coreMillis;
  private double firstPoolMillis;

  /** Counts an attempt; returns the index of its node. */
  int attempt(Outcome.Execution execution) {
    int node = index.computeIfAbsent(execution.node(), this::add);
    long took = Math.max(0, Duration.between(execution.started(), execution.ended()).toMillis());
    attempts[node]++;
    busyMillis[node] += took;
    taskMillis += took;
    return node;
  }

  /** Between two looks, the number of nodes is taken to have changed evenly. */
  void nodes(Instant at, int count, int cores) {
    seenAt.ifPresent(before -> add(Duration.between(before, at), count, cores));
    seenAt = Optional.of(at);
    seenNodes = count;
    seenCores = cores;
  }

  /** Where the cores of the nodes aren't known, they are those of the first pool. */
  private void add(Duration since, int count, int cores) {
    double half = Math.max(0, since.toMillis()) / 2.0;
    nodeMillis += half * (seenNodes + count);
    coreMillis += half * (seenCores + cores);
    firstPoolMillis += half * ((seenCores == 0 ? seenNodes : 0) + (cores == 0 ? count : 0));
  }

  String node(int nodeIndex) {
    return names.get(nodeIndex);
  }

  Usage usage(int coresPerNode) {
    double nodeHours = nodeMillis / MILLIS_PER_HOUR;
    double coreHours = (coreMillis + firstPoolMillis * coresPerNode) / MILLIS_PER_HOUR;
    List<Usage.NodeUse> busiest =
        index.entrySet().stream()
            .map(each -> use(each.getKey(), each.getValue()))
            .sorted(
                Comparator.comparing(Usage.NodeUse::busy)
                    .reversed()
                    .thenComparing(Usage.NodeUse::node))
            .limit(BUSIEST)
            .toList();
    return new Usage(nodeHours, coreHours, taskMillis / MILLIS_PER_HOUR, names.size(), busiest);
  }

  private Usage.NodeUse use(String name, int node) {
    return new Usage.NodeUse(name, attempts[node], Duration.ofMillis(busyMillis[node]));
  }

  private int add(String name) {
    names.add(name);
    if (names.size() > attempts.length) {
      attempts = Arrays.copyOf(attempts, attempts.length * 2);
      busyMillis = Arrays.copyOf(busyMillis, busyMillis.length * 2);
    }
    return names.size() - 1;
  }
}
