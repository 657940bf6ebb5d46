package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolEnableAutoScaleParameter;
import com.microsoft.azure.batch.protocol.models.PoolResizeParameter;
import com.microsoft.azure.batch.protocol.models.PoolState;
import com.microsoft.azure.batch.protocol.models.ResizeError;
import dev.batchline.base.Timeline;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.Happening;
import dev.batchline.failure.Meaning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes the size of one pool: asks again for nodes that it did not get, and lets it have none
 * while others need its cores.
 *
 * <p>A pool that follows a formula asks with each evaluation. One of fixed size is steady when its
 * resize has failed, and Batch does nothing more.
 */
final class PoolSize {

  /** Before nodes that a pool of fixed size did not get are asked for again. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final String NOTHING = "$TargetDedicatedNodes = 0; $TargetLowPriorityNodes = 0;";
  private static final Set<String> NOT_NOW =
      Set.of(
          "PoolBeingResized",
          "PoolBeingCreated",
          "PoolNotFound",
          "PoolBeingDeleted",
          "TooManyEnableAutoScaleRequests");

  private final BatchConnection connection;
  private final String pool;
  private final Timeline timeline;
  private Optional<Instant> lacking = Optional.empty();

  PoolSize(BatchConnection connection, String pool, Timeline timeline) {
    this.connection = connection;
    this.pool = pool;
    this.timeline = timeline;
  }

  /** Asks for missing nodes again if it is time to. */
  void askAgain(CloudPool seen) {
    if (!lacksForNow(seen)) {
      lacking = Optional.empty();
      return;
    }
    Instant now = timeline.now();
    lacking = lacking.or(() -> Optional.of(now));
    if (now.isBefore(lacking.get().plus(AGAIN))) {
      return;
    }
    lacking = Optional.of(now);
    resize(number(seen.targetDedicatedNodes()), number(seen.targetLowPriorityNodes()));
  }

  /** Whether there are too few nodes for a reason that may pass. */
  private static boolean lacksForNow(CloudPool seen) {
    int wanted = number(seen.targetDedicatedNodes()) + number(seen.targetLowPriorityNodes());
    int there = number(seen.currentDedicatedNodes()) + number(seen.currentLowPriorityNodes());
    List<ResizeError> errors = seen.resizeErrors() == null ? List.of() : seen.resizeErrors();
    return !Boolean.TRUE.equals(seen.enableAutoScale())
        && seen.state() == PoolState.ACTIVE
        && seen.allocationState() == AllocationState.STEADY
        && there < wanted
        && errors.stream()
            .map(error -> FailurePolicy.row(Happening.RESIZE_ERROR, String.valueOf(error.code())))
            .anyMatch(row -> row.meaning() == Meaning.CAPACITY);
  }

  /** Lets the pool have no nodes until {@link #wake}; asked again, it does nothing more. */
  void rest(PoolAddParameter request) {
    if (Boolean.TRUE.equals(request.enableAutoScale())) {
      follow(request, NOTHING);
    } else {
      resize(0, 0);
    }
  }

  /**
   * Gives the pool the size that it was created with.
   *
   * @return false if it can't be changed right now, because it is being changed
   */
  boolean wake(PoolAddParameter request) {
    return Boolean.TRUE.equals(request.enableAutoScale())
        ? follow(request, request.autoScaleFormula())
        : resize(number(request.targetDedicatedNodes()), number(request.targetLowPriorityNodes()));
  }

  private boolean follow(PoolAddParameter request, String formula) {
    PoolEnableAutoScaleParameter change =
        new PoolEnableAutoScaleParameter()
            .withAutoScaleFormula(formula)
            .withAutoScaleEvaluationInterval(request.autoScaleEvaluationInterval());
    return accepted(
        batch -> {
          batch.pools().enableAutoScale(pool, change);
          return change;
        });
  }

  private boolean resize(int dedicated, int spot) {
    PoolResizeParameter size =
        new PoolResizeParameter()
            .withTargetDedicatedNodes(dedicated)
            .withTargetLowPriorityNodes(spot);
    return accepted(
        batch -> {
          batch.pools().resize(pool, size);
          return size;
        });
  }

  private boolean accepted(Function<BatchServiceClient, Object> change) {
    try {
      connection.call(change);
      return true;
    } catch (BatchProblem problem) {
      if (!problem.isOneOf(NOT_NOW)) {
        throw problem;
      }
      return false;
    }
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
