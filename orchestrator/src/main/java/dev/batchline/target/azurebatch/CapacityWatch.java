package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeListOptions;
import com.microsoft.azure.batch.protocol.models.PoolGetOptions;
import com.microsoft.azure.batch.protocol.models.PoolState;
import dev.batchline.base.Timeline;
import dev.batchline.target.Capacity;
import dev.batchline.target.NodeTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a pool: nodes by state each time, the pool itself and its broken nodes more rarely,
 * unless there are others than before.
 *
 * <p>Resize errors stay on a pool until the next resize that works; those that are known to be
 * stale are left out.
 */
final class CapacityWatch {

  private static final Duration POOL_EVERY = Duration.ofSeconds(15);
  private static final int BROKEN_NODES = 100;
  private static final int TOLD = 3;
  private static final int STDERR_TOLD = 400;
  private static final String POOL_MEMBERS =
      "id,state,allocationState,targetDedicatedNodes,targetLowPriorityNodes,taskSlotsPerNode,"
          + "currentDedicatedNodes,currentLowPriorityNodes,resizeErrors,autoScaleRun,"
          + "enableAutoScale";
  private static final List<String> BROKEN_STATES =
      List.of("startTaskFailed", "unusable", "offline");
  private static final String BROKEN =
      "state eq 'starttaskfailed' or state eq 'unusable' or state eq 'offline'";

  /** States of nodes that the pool counts and that compute nothing, now or soon. */
  private static final Set<String> NOT_THERE =
      Set.of("preempted", "unusable", "startTaskFailed", "leavingPool");

  private final BatchConnection connection;
  private final int place;
  private final int coresPerNode;
  private final NodeRemoval removal;
  private final PoolSize size;
  private final String pool;
  private final Timeline timeline;
  private final NodeFiles files;
  private final Map<String, String> startTaskErrors = new LinkedHashMap<>();

  /** How many nodes took no attempts at the last look. */
  private int broken;

  private Instant lookedAtPool = Instant.EPOCH;
  private boolean gone;
  private boolean shortOfQuota;
  private Capacity seen = new Capacity(Map.of(), -1, 1, List.of());

  /**
   * One of the plan's pools.
   *
   * @param number of it in the plan
   * @param pool its id
   * @param coresPerNode 0 when not known
   */
  record Place(int number, String pool, int coresPerNode) {}

  /**
   * @param removal restores the size of a pool that nodes were taken out of
   * @param size asks again for nodes that a pool did not get
   */
  CapacityWatch(
      BatchConnection connection,
      Place place,
      Timeline timeline,
      NodeRemoval removal,
      PoolSize size) {
    this.place = place.number();
    this.coresPerNode = place.coresPerNode();
    this.pool = place.pool();
    this.removal = removal;
    this.size = size;
    this.connection = connection;
    this.timeline = timeline;
    this.files = new NodeFiles(connection);
  }

  Capacity look() {
    Map<String, Integer> nodes = NodeStates.count(connection, pool);
    int brokenNow = BROKEN_STATES.stream().mapToInt(state -> nodes.getOrDefault(state, 0)).sum();
    boolean due = brokenNow != broken || !timeline.now().isBefore(lookedAtPool.plus(POOL_EVERY));
    broken = brokenNow;
    seen = due ? lookAtPool(nodes) : seen;
    return new Capacity(
        nodes,
        seen.targetNodes(),
        seen.slotsPerNode(),
        coresPerNode * nodes.values().stream().mapToInt(Integer::intValue).sum(),
        seen.troubles(),
        seen.problems());
  }

  /** Whether there was no pool when it was last looked at. */
  boolean poolIsGone() {
    return gone;
  }

  /** Whether a quota kept nodes away when it was last looked at. */
  boolean isShortOfQuota() {
    return shortOfQuota;
  }

  /** What was seen is of a pool that was there before. */
  void forget() {
    gone = false;
    lookedAtPool = Instant.EPOCH;
  }

  private Capacity lookAtPool(Map<String, Integer> nodes) {
    lookedAtPool = timeline.now();
    Optional<CloudPool> found = pool();
    gone = found.isEmpty();
    if (gone) {
      return new Capacity(nodes, -1, 1, List.of("the pool " + pool + " is gone"));
    }
    CloudPool now = found.get();
    int wanted = target(now, nodes);
    int there =
        nodes.entrySet().stream()
            .filter(state -> !NOT_THERE.contains(state.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    List<String> problems = new ArrayList<>(PoolProblems.of(now, there, wanted));
    if (now.state() == PoolState.DELETING) {
      problems.add("the pool " + pool + " is being deleted by someone");
    }
    List<NodeTrouble> troubles =
        BROKEN_STATES.stream().anyMatch(nodes::containsKey) ? troubles() : List.of();
    troubles.stream().limit(TOLD).forEach(node -> problems.add(node.problem()));
    shortOfQuota = PoolProblems.isShortOfQuota(now, there, wanted);
    removal.restore();
    size.askAgain(now);
    int slots = now.taskSlotsPerNode() == null ? 1 : now.taskSlotsPerNode();
    return new Capacity(nodes, wanted, slots, 0, troubles, problems);
  }

  private Optional<CloudPool> pool() {
    try {
      return Optional.of(
          connection.call(
              batch -> batch.pools().get(pool, new PoolGetOptions().withSelect(POOL_MEMBERS))));
    } catch (BatchProblem problem) {
      if (problem.code().equals("PoolNotFound") || problem.status() == 404) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  /** A pool that follows a formula may not say its targets; steady, it has what it wants. */
  private static int target(CloudPool pool, Map<String, Integer> nodes) {
    if (pool.targetDedicatedNodes() == null && pool.targetLowPriorityNodes() == null) {
      Optional<Integer> formula = PoolProblems.targetOfFormula(pool);
      return formula.orElse(
          pool.allocationState() == AllocationState.STEADY
              ? nodes.values().stream().mapToInt(Integer::intValue).sum()
              : -1);
    }
    return number(pool.targetDedicatedNodes()) + number(pool.targetLowPriorityNodes());
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  /**
   * Nodes without scheduling are there until their tasks have ended; only we know which are ours.
   */
  private List<NodeTrouble> troubles() {
    ComputeNodeListOptions options =
        new ComputeNodeListOptions()
            .withFilter(BROKEN)
            .withSelect("id,state,errors,startTaskInfo")
            .withMaxResults(BROKEN_NODES);
    List<ComputeNode> nodes =
        connection.call(batch -> batch.computeNodes().list(pool, options).currentPage().items());
    return nodes.stream()
        .map(
            node ->
                new NodeTrouble(
                    place, node.id(), state(node), PoolProblems.of(node) + startTaskError(node)))
        .toList();
  }

  private static String state(ComputeNode node) {
    return String.valueOf(node.state()).toLowerCase(Locale.ROOT);
  }

  /** The last words of a start task that failed, read once for each node. */
  private String startTaskError(ComputeNode node) {
    if (node.startTaskInfo() == null || node.startTaskInfo().failureInfo() == null) {
      return "";
    }
    return startTaskErrors.computeIfAbsent(
        node.id(),
        id ->
            files
                .tailOfNode(pool, id, "startup/stderr.txt", STDERR_TOLD)
                .map(text -> text.strip().replaceAll("\\s*\\R\\s*", " | "))
                .filter(text -> !text.isEmpty())
                .map(text -> "; it wrote: " + BatchFailures.withoutSignatures(text))
                .orElse(""));
  }
}
