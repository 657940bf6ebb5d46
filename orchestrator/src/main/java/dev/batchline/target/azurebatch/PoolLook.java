package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.AutoScaleRun;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeListOptions;
import com.microsoft.azure.batch.protocol.models.PoolGetOptions;
import com.microsoft.azure.batch.protocol.models.PoolState;
import dev.batchline.target.Circumstances.Formula;
import dev.batchline.target.Circumstances.PoolCondition;
import dev.batchline.target.Circumstances.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a pool to find out why it does not run what waits. */
final class PoolLook {

  private static final String MEMBERS =
      "id,state,allocationState,vmSize,targetDedicatedNodes,targetLowPriorityNodes,"
          + "taskSlotsPerNode,resizeErrors,autoScaleRun,enableAutoScale,autoScaleFormula,"
          + "autoScaleEvaluationInterval";
  private static final String BOOTING =
      "state eq 'creating' or state eq 'starting' or state eq 'waitingforstarttask'";
  private static final Set<String> BOOTING_STATES =
      Set.of("creating", "starting", "waitingForStartTask");
  private static final int BOOTING_NODES_SEEN = 100;
  private static final int VARIABLES = 4;
  private static final List<String> TARGETS =
      List.of("$TargetDedicatedNodes", "$TargetLowPriorityNodes");

  /** Batch's own when a pool names none. */
  private static final Duration INTERVAL = Duration.ofMinutes(15);

  private final BatchConnection connection;
  private final String id;

  PoolLook(BatchConnection connection, String id) {
    this.connection = connection;
    this.id = id;
  }

  /**
   * @param stuck whether tasks wait and none runs: then nodes are asked for what broke on them
   * @return empty when the pool is gone
   */
  Optional<PoolCondition> look(boolean stuck) {
    Optional<CloudPool> found = pool().filter(pool -> pool.state() != PoolState.DELETING);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    CloudPool pool = found.get();
    Map<String, Integer> nodes = NodeStates.count(connection, id);
    return Optional.of(
        new PoolCondition(
            nodes,
            pool.taskSlotsPerNode() == null ? 1 : pool.taskSlotsPerNode(),
            wanted(pool),
            pool.allocationState() == AllocationState.RESIZING,
            nodes.keySet().stream().anyMatch(BOOTING_STATES::contains)
                ? oldestBoot()
                : Optional.empty(),
            formula(pool),
            new Shortages(connection).of(pool),
            new BrokenNodes(connection, id).look(nodes, stuck)));
  }

  private Optional<CloudPool> pool() {
    try {
      return Optional.of(
          connection.call(
              batch -> batch.pools().get(id, new PoolGetOptions().withSelect(MEMBERS))));
    } catch (BatchProblem problem) {
      if (problem.status() == 404) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  private static OptionalInt wanted(CloudPool pool) {
    if (pool.targetDedicatedNodes() == null && pool.targetLowPriorityNodes() == null) {
      return PoolProblems.targetOfFormula(pool).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
    return OptionalInt.of(
        number(pool.targetDedicatedNodes()) + number(pool.targetLowPriorityNodes()));
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  /** Of the first page: they boot together, so another page would tell hardly more. */
  private Optional<Instant> oldestBoot() {
    ComputeNodeListOptions options =
        new ComputeNodeListOptions()
            .withFilter(BOOTING)
            .withSelect("id,state,allocationTime,stateTransitionTime")
            .withMaxResults(BOOTING_NODES_SEEN);
    return connection
        .call(batch -> batch.computeNodes().list(id, options).currentPage().items())
        .stream()
        .flatMap(node -> since(node).stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Instant> since(ComputeNode node) {
    return Optional.ofNullable(node.allocationTime())
        .or(() -> Optional.ofNullable(node.stateTransitionTime()))
        .map(BatchFailures::instant);
  }

  private static Optional<Formula> formula(CloudPool pool) {
    AutoScaleRun run = pool.autoScaleRun();
    if (!Boolean.TRUE.equals(pool.enableAutoScale()) || run == null || run.timestamp() == null) {
      return Optional.empty();
    }
    Duration interval =
        pool.autoScaleEvaluationInterval() == null
            ? INTERVAL
            : Duration.ofMillis(
                pool.autoScaleEvaluationInterval().toStandardDuration().getMillis());
    String error =
        run.error() == null
            ? ""
            : PoolProblems.line(run.error().code(), run.error().message(), run.error().values());
    OptionalInt wants =
        PoolProblems.targetOfFormula(pool).map(OptionalInt::of).orElse(OptionalInt.empty());
    return Optional.of(
        new Formula(BatchFailures.instant(run.timestamp()), interval, wants, because(pool), error));
  }

  private static List<Variable> because(CloudPool pool) {
    String formula = pool.autoScaleFormula();
    Map<String, String> results = FormulaResults.read(pool.autoScaleRun().results());
    return FormulaResults.origins(formula == null ? "" : formula, TARGETS).stream()
        .filter(results::containsKey)
        .limit(VARIABLES)
        .map(name -> new Variable(name, results.getOrDefault(name, "")))
        .toList();
  }
}
