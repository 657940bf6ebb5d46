package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes that are to be given up or restarted only when the retention time of all their tasks is
 * over (the option {@code retaineddata}).
 */
final class RetainedData {

  /** To look through all tasks takes time, so it isn't done with every change. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Core core;
  private final Map<NodeKey, Look> waiting = new HashMap<>();

  /** When the tasks were looked at, and until when the last of their files are retained. */
  private record Look(Instant at, Instant until) {}

  RetainedData(Core core) {
    this.core = core;
  }

  /** From now on the node waits. */
  void await(NodeKey node) {
    waiting.put(node, new Look(Instant.MIN, Instant.MAX));
  }

  void forget(NodeKey node) {
    waiting.remove(node);
  }

  /** Whether a node on which nothing runs has to wait still; it is looked at again in time. */
  boolean holds(Node node) {
    NodeKey key = NodeKey.of(node);
    Look last = waiting.get(key);
    if (last == null) {
      return false;
    }
    Instant now = core.clock().now();
    Look look = last;
    if (last.at().equals(Instant.MIN) || !now.isBefore(last.at().plus(BETWEEN_LOOKS))) {
      look = new Look(now, until(node));
      waiting.put(key, look);
      if (now.isBefore(look.until()) && !look.until().equals(last.until())) {
        core.timers().at(look.until(), () -> core.dirty().pool(key.pool()));
      }
    }
    if (now.isBefore(look.until())) {
      return true;
    }
    waiting.remove(key);
    return false;
  }

  private Instant until(Node node) {
    Instant latest = Instant.MIN;
    for (AccountJob job : core.account().jobs().values()) {
      for (Task task : job.tasks().all().values()) {
        Optional<Instant> until = until(task, node);
        if (until.isPresent() && until.get().isAfter(latest)) {
          latest = until.get();
        }
      }
    }
    return latest;
  }

  private static Optional<Instant> until(Task task, Node node) {
    return task.placement()
        .filter(on -> !task.filesGone() && on.poolId().equals(node.origin().poolId()))
        .filter(on -> on.nodes().contains(node.id()))
        .flatMap(on -> task.execution().ended())
        .map(ended -> ended.plus(task.settings().constraints().retention()));
  }
}
