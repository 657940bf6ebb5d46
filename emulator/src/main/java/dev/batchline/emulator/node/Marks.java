package dev.batchline.emulator.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The marks of a runtime, its nodes, and their commands. */
final class Marks {

  private final Mark root;
  private final Map<Path, Mark> nodes = new ConcurrentHashMap<>();
  private final AtomicInteger nodesSoFar = new AtomicInteger();
  private final AtomicInteger commandsSoFar = new AtomicInteger();

  Marks(Path root) {
    this.root = Mark.of(root);
  }

  Mark root() {
    return root;
  }

  Mark ofNode(Path node) {
    return nodes.computeIfAbsent(node, made -> root.node(nodesSoFar.incrementAndGet()));
  }

  /** For a command that is about to be started on a node. */
  Mark next(Path node) {
    return ofNode(node).command(commandsSoFar.incrementAndGet());
  }

  /** Of a node that is gone. */
  void forget(Path node) {
    nodes.remove(node);
  }
}
