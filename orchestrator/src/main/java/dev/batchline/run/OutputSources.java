package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.OutputSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells nodes which run made the outputs of each task, where earlier runs made some.
 *
 * <p>Outputs are not copied from run to run: nodes read each run's own container. The numbers of
 * runs are their places in the record's list, from 1; 0 is the run itself.
 */
final class OutputSources {

  private OutputSources() {}

  /** The runs that made outputs of each group that this run didn't make all by itself. */
  static Map<String, List<OutputSource>> of(RunId own, RunState state, List<String> reusedRuns) {
    Map<String, List<OutputSource>> sources = new HashMap<>();
    for (GroupState group : state.groupStates()) {
      if (group.summary().reused() == 0) {
        continue;
      }
      BitSet numbers = new BitSet();
      for (int task = group.planned.first(); task < group.end(); task++) {
        numbers.set(state.reusedFrom(task).map(run -> reusedRuns.indexOf(run) + 1).orElse(0));
      }
      List<OutputSource> runs = new ArrayList<>();
      numbers.stream()
          .mapToObj(n -> new OutputSource(n, n == 0 ? own : new RunId(reusedRuns.get(n - 1))))
          .forEach(runs::add);
      sources.put(group.planned.name(), runs);
    }
    return sources;
  }

  /** Stores which run counts for which task, for each group of which something is reused. */
  static void store(Takeover takeover, List<PlannedGroup> groups, RunStore store) {
    List<String> runs = takeover.reusedRuns();
    for (PlannedGroup group : groups) {
      StringBuilder lines = new StringBuilder();
      boolean reused = false;
      int end = group.first() + group.count();
      for (int first = group.first(); first < end; ) {
        int number = number(takeover, first, runs);
        int last = first;
        while (last + 1 < end && number(takeover, last + 1, runs) == number) {
          last++;
        }
        reused |= number > 0;
        int base = group.forEach() ? group.first() - 1 : group.first();
        lines.append(number).append(' ').append(first - base);
        lines.append(' ').append(last - base).append('\n');
        first = last + 1;
      }
      if (reused) {
        store.write(
            RunBlobs.sources(group.name()), lines.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static int number(Takeover takeover, int task, List<String> runs) {
    return takeover.result(task).map(result -> runs.indexOf(result.run()) + 1).orElse(0);
  }
}
