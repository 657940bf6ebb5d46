package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeLoad.Occupant;
import dev.batchline.emulator.model.Task;
import java.util.Optional;

/** The slots of nodes that tasks hold. */
final class TaskSlots {

  private final Core core;

  TaskSlots(Core core) {
    this.core = core;
  }

  /** Takes slots of a node for a task that has been placed there. */
  void take(AccountJob job, Task task, Node node) {
    Node current = core.node(NodeKey.of(node)).orElseThrow();
    AccountPool pool = core.account().pool(node.origin().poolId());
    core.put(pool, current.withLoad(current.load().with(occupant(job, task))));
  }

  /**
   * Gives the slots back.
   *
   * @param ended how the task ended, which the first node remembers; nothing, if it goes on
   *     elsewhere
   */
  void leave(AccountJob job, Task task, Optional<Execution> ended) {
    if (task.placement().isEmpty()) {
      return;
    }
    Task.Placement on = task.placement().get();
    Occupant occupant = occupant(job, task);
    for (String id : on.nodes()) {
      Optional<Node> node = core.account().findPool(on.poolId()).flatMap(p -> p.find(id));
      if (node.isPresent() && ended.isPresent() && id.equals(on.nodeId())) {
        AccountPool pool = core.account().pool(on.poolId());
        core.put(pool, node.get().withLoad(node.get().load().ended(occupant, ended.get())));
      } else {
        node.ifPresent(one -> free(one, occupant));
      }
    }
  }

  /** A task that was deleted while it ran leaves its slots when its command has ended. */
  void freeForgotten(Run run) {
    core.nodeOf(run)
        .ifPresent(
            node ->
                node.load().running().stream()
                    .filter(one -> one.taskId().equalsIgnoreCase(run.task().orElse("")))
                    .filter(one -> one.jobId().equalsIgnoreCase(run.job().orElse("")))
                    .findFirst()
                    .ifPresent(one -> free(node, one)));
  }

  private void free(Node node, Occupant occupant) {
    AccountPool pool = core.account().pool(node.origin().poolId());
    core.put(pool, node.withLoad(node.load().without(occupant)));
  }

  private Occupant occupant(AccountJob job, Task task) {
    int slots = task.settings().requiredSlots();
    boolean exclusive = task.settings().manager().filter(one -> one.exclusive()).isPresent();
    if (exclusive) {
      slots =
          task.placement()
              .flatMap(on -> core.account().findPool(on.poolId()))
              .map(pool -> pool.pool().settings().taskSlotsPerNode())
              .orElse(slots);
    }
    return new Occupant(job.job().id(), task.id(), slots);
  }
}
