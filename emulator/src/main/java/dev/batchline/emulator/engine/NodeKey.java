package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Node;

/** What a node is found by. */
record NodeKey(String pool, String node) {

  static NodeKey of(Node node) {
    return new NodeKey(Ids.key(node.origin().poolId()), node.key());
  }
}
