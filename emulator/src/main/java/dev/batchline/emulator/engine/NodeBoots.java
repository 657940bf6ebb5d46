package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is planned for nodes. Each boot of a node has a number, and what was planned for an earlier
 * one finds that it is over.
 */
final class NodeBoots {

  private final Core core;
  private final Map<NodeKey, Integer> numbers = new HashMap<>();

  /** Something that is to be done with a node. */
  interface Step {
    void take(AccountPool pool, Node node);
  }

  NodeBoots(Core core) {
    this.core = core;
  }

  /** A node was restarted, lost or given up: nothing that was planned for it is wanted any more. */
  void next(NodeKey key) {
    numbers.merge(key, 1, Integer::sum);
  }

  void forget(NodeKey key) {
    numbers.remove(key);
  }

  /** Does something with a node later, unless it was restarted, lost or given up since. */
  void later(Node node, Duration onAzure, Step step) {
    NodeKey key = NodeKey.of(node);
    int number = numbers.getOrDefault(key, 0);
    core.timers()
        .at(
            core.clock().after(onAzure),
            () -> {
              Optional<Node> now = core.node(key);
              if (now.isPresent() && numbers.getOrDefault(key, 0) == number) {
                step.take(core.account().pool(key.pool()), now.get());
              }
            });
  }
}
