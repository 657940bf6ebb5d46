package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Node;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The directories of nodes: made and removed by the workers, for one node one after the other. */
final class NodeDisks {

  private final Core core;
  private final Owner owner;
  private final Map<NodeKey, CompletableFuture<Void>> last = new HashMap<>();

  /** Told by the engine's thread what has become of a directory. */
  interface Owner {
    void made(NodeKey key, Path root);

    void notMade(NodeKey key, Node.Problem problem);
  }

  NodeDisks(Core core, Owner owner) {
    this.core = core;
    this.owner = owner;
  }

  void make(Node node) {
    make(node, false);
  }

  /** Makes a directory in place of the one that is there. */
  void makeAnew(Node node) {
    make(node, true);
  }

  private void make(Node node, boolean again) {
    String pool = node.origin().poolId();
    NodeKey key = NodeKey.of(node);
    inOrder(
        key,
        () -> {
          try {
            if (again) {
              core.runtime().removeNode(pool, node.id());
            }
            Path root = core.runtime().createNode(pool, node.id());
            core.inbox().execute(() -> owner.made(key, root));
          } catch (RuntimeException noDirectory) {
            Node.Problem problem =
                new Node.Problem("DiskFull", String.valueOf(noDirectory.getMessage()));
            core.inbox().execute(() -> owner.notMade(key, problem));
          }
        });
  }

  /**
   * Removes a node's directory, with all that runs there.
   *
   * @param gone done by the engine's thread after that
   */
  void remove(Node node, Runnable gone) {
    inOrder(
        NodeKey.of(node),
        () -> {
          core.runtime().removeNode(node.origin().poolId(), node.id());
          core.inbox().execute(gone);
        });
  }

  void forget(NodeKey key) {
    last.remove(key);
  }

  private void inOrder(NodeKey key, Runnable work) {
    CompletableFuture<Void> before =
        last.getOrDefault(key, CompletableFuture.completedFuture(null));
    last.put(key, before.thenRunAsync(work, core.workers()));
  }
}
