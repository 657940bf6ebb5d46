package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.ComputeNodeDeallocationOption;
import com.microsoft.azure.batch.protocol.models.ComputeNodeDisableSchedulingOptions;
import com.microsoft.azure.batch.protocol.models.DisableComputeNodeSchedulingOption;
import com.microsoft.azure.batch.protocol.models.NodeRemoveParameter;
import com.microsoft.azure.batch.protocol.models.PoolGetOptions;
import com.microsoft.azure.batch.protocol.models.PoolResizeParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes nodes out of one pool, so that it brings others.
 *
 * <p>A node that computes gets nothing new at once, and is removed when its tasks have ended. A
 * pool that is being resized gives up no node; whoever asks asks again. Removing a node lowers the
 * target of a pool of fixed size, which is raised again as soon as the pool is steady; a formula
 * does that by itself.
 */
final class NodeRemoval {

  private static final int LOG_BYTES = 256 * 1024;
  private static final List<String> LOGS = List.of("stdout.txt", "stderr.txt");
  private static final Set<String> CANT_BE_DISABLED =
      Set.of(
          "NodeAlreadyInTargetSchedulingState",
          "NodeStateUnusable",
          "OperationInvalidForCurrentState",
          "OperationNotValidOnNode",
          "NodeBeingCreated",
          "NodeBeingStarted",
          "NodeNotFound");
  private static final Set<String> CANT_BE_REMOVED =
      Set.of("PoolBeingResized", "NodeNotFound", "PoolNotFound", "PoolBeingDeleted");

  /** As the table of failures has it: the node itself says nothing is wrong. */
  private static final String FAILING = "failing";

  private final BatchConnection connection;
  private final String pool;
  private Optional<PoolResizeParameter> wanted = Optional.empty();

  NodeRemoval(BatchConnection connection, String pool) {
    this.connection = connection;
    this.pool = pool;
  }

  /** The ends of what a node's start task wrote, by file name; what can't be read is left out. */
  Map<String, String> logs(String node) {
    NodeFiles files = new NodeFiles(connection);
    Map<String, String> logs = new LinkedHashMap<>();
    for (String name : LOGS) {
      files
          .tailOfNode(pool, node, "startup/" + name, LOG_BYTES)
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> logs.put("startup-" + name, BatchFailures.withoutSignatures(text)));
    }
    return logs;
  }

  /**
   * @param state why, by the words of the table of failures
   */
  void takeOut(String node, String state) {
    boolean computes = state.equals(FAILING) || state.equals("offline");
    if (computes) {
      RunResources.tolerating(CANT_BE_DISABLED, () -> disable(node));
    }
    CloudPool before = pool();
    RunResources.tolerating(
        CANT_BE_REMOVED,
        () -> {
          remove(
              node,
              computes
                  ? ComputeNodeDeallocationOption.TASK_COMPLETION
                  : ComputeNodeDeallocationOption.REQUEUE);
          remember(before);
        });
  }

  private void disable(String node) {
    connection.call(
        batch -> {
          batch
              .computeNodes()
              .disableScheduling(
                  pool,
                  node,
                  DisableComputeNodeSchedulingOption.TASK_COMPLETION,
                  new ComputeNodeDisableSchedulingOptions());
          return node;
        });
  }

  private void remove(String node, ComputeNodeDeallocationOption option) {
    connection.call(
        batch -> {
          batch
              .pools()
              .removeNodes(
                  pool,
                  new NodeRemoveParameter()
                      .withNodeList(List.of(node))
                      .withNodeDeallocationOption(option));
          return node;
        });
  }

  private void remember(CloudPool before) {
    if (!Boolean.TRUE.equals(before.enableAutoScale()) && wanted.isEmpty()) {
      wanted =
          Optional.of(
              new PoolResizeParameter()
                  .withTargetDedicatedNodes(number(before.targetDedicatedNodes()))
                  .withTargetLowPriorityNodes(number(before.targetLowPriorityNodes())));
    }
  }

  /** Gives a pool of fixed size as many nodes as it had before some were taken out. */
  void restore() {
    if (wanted.isEmpty() || pool().allocationState() != AllocationState.STEADY) {
      return;
    }
    PoolResizeParameter size = wanted.get();
    RunResources.tolerating(
        CANT_BE_REMOVED,
        () ->
            connection.call(
                batch -> {
                  batch.pools().resize(pool, size);
                  return size;
                }));
    wanted = Optional.empty();
  }

  private CloudPool pool() {
    return connection.call(
        batch ->
            batch
                .pools()
                .get(
                    pool,
                    new PoolGetOptions()
                        .withSelect(
                            "id,enableAutoScale,allocationState,targetDedicatedNodes,"
                                + "targetLowPriorityNodes")));
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
