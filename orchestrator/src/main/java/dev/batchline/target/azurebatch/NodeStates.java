package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AccountListPoolNodeCountsOptions;
import com.microsoft.azure.batch.protocol.models.NodeCounts;
import com.microsoft.azure.batch.protocol.models.PoolNodeCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Counts a pool's nodes by their state, in one call. */
final class NodeStates {

  private record NodeState(String name, ToIntFunction<NodeCounts> count) {}

  private static final List<NodeState> STATES =
      List.of(
          new NodeState("creating", NodeCounts::creating),
          new NodeState("starting", NodeCounts::starting),
          new NodeState("waitingForStartTask", NodeCounts::waitingForStartTask),
          new NodeState("startTaskFailed", NodeCounts::startTaskFailed),
          new NodeState("idle", NodeCounts::idle),
          new NodeState("running", NodeCounts::running),
          new NodeState("rebooting", NodeCounts::rebooting),
          new NodeState("reimaging", NodeCounts::reimaging),
          new NodeState("upgradingOS", NodeCounts::upgradingOS),
          new NodeState("leavingPool", NodeCounts::leavingPool),
          new NodeState("offline", NodeCounts::offline),
          new NodeState("preempted", NodeCounts::preempted),
          new NodeState("unusable", NodeCounts::unusable),
          new NodeState("unknown", NodeCounts::unknown),
          new NodeState("deallocating", NodeCounts::deallocating),
          new NodeState("deallocated", NodeCounts::deallocated));

  private NodeStates() {}

  /** By the service's own words; states without a node are left out. */
  static Map<String, Integer> count(BatchConnection connection, String pool) {
    List<PoolNodeCounts> counts =
        connection.call(
            batch ->
                batch
                    .accounts()
                    .listPoolNodeCounts(
                        new AccountListPoolNodeCountsOptions()
                            .withFilter("poolId eq '" + pool + "'"))
                    .currentPage()
                    .items());
    Map<String, Integer> nodes = new LinkedHashMap<>();
    for (PoolNodeCounts count : counts) {
      if (pool.equalsIgnoreCase(count.poolId())) {
        for (NodeState state : STATES) {
          int total = count(state, count.dedicated()) + count(state, count.lowPriority());
          if (total > 0) {
            nodes.put(state.name(), total);
          }
        }
      }
    }
    return nodes;
  }

  private static int count(NodeState state, @Nullable NodeCounts counts) {
    return counts == null ? 0 : state.count().applyAsInt(counts);
  }
}
