package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeListOptions;
import com.microsoft.azure.batch.protocol.models.SchedulingState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds a node for an attempt that is to avoid another one.
 *
 * <p>Batch knows no aversion, only a preference for one node: so the attempt prefers the node with
 * the least to do among the others. Where there is none, or it has no room, Batch takes any.
 */
final class OtherNodes {

  private static final int NODES = 100;
  private static final String USABLE = "state eq 'idle' or state eq 'running'";
  private static final String MEMBERS =
      "id,state,schedulingState,affinityId,runningTaskSlotsCount,runningTasksCount";

  private record Candidate(String node, String affinity, int busy) {}

  private final BatchConnection connection;
  private final String pool;
  private List<Candidate> candidates = List.of();
  private boolean fresh;

  OtherNodes(BatchConnection connection, String pool) {
    this.connection = connection;
    this.pool = pool;
  }

  /** What was seen before is old; the nodes are listed when somebody asks. */
  synchronized void refresh() {
    fresh = false;
  }

  /** The affinity id of a node that is not this one; another one each time. */
  synchronized Optional<String> affinity(String avoided) {
    if (!fresh) {
      candidates = new ArrayList<>(list());
      fresh = true;
    }
    Optional<Candidate> chosen =
        candidates.stream()
            .filter(candidate -> !candidate.node().equalsIgnoreCase(avoided))
            .min(Comparator.comparingInt(Candidate::busy));
    chosen.ifPresent(
        used -> {
          candidates.remove(used);
          candidates.add(new Candidate(used.node(), used.affinity(), used.busy() + 1));
        });
    return chosen.map(Candidate::affinity);
  }

  private List<Candidate> list() {
    ComputeNodeListOptions options =
        new ComputeNodeListOptions().withFilter(USABLE).withSelect(MEMBERS).withMaxResults(NODES);
    return connection
        .call(batch -> batch.computeNodes().list(pool, options).currentPage().items())
        .stream()
        .filter(node -> node.affinityId() != null)
        .filter(node -> node.schedulingState() != SchedulingState.DISABLED)
        .map(node -> new Candidate(node.id(), node.affinityId(), busy(node)))
        .toList();
  }

  private static int busy(ComputeNode node) {
    Integer slots = node.runningTaskSlotsCount();
    Integer tasks = node.runningTasksCount();
    return slots != null ? slots : tasks != null ? tasks : 0;
  }
}
