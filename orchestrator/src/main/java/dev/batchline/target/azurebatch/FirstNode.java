package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeListOptions;
import com.microsoft.azure.batch.protocol.models.ComputeNodeState;
import com.microsoft.azure.batch.protocol.models.MetadataItem;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolGetOptions;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Measures how long a pool of a template takes to its first node that could run a task.
 *
 * <p>The pool has one node, and is removed whatever happens. If this process is killed, its
 * metadata lets {@code batchline clean} remove it when it has expired.
 */
public final class FirstNode implements AutoCloseable {

  /** From the request until the pool is removed if no node is ready; Azure takes some minutes. */
  public static final Duration LONGEST = Duration.ofMinutes(20);

  private static final Duration EXPIRY = Duration.ofMinutes(30);
  private static final Duration SLICE = Duration.ofMillis(250);
  private static final int TAIL = 2000;
  private static final Set<String> GONE = Set.of("PoolNotFound", "PoolBeingDeleted");
  private static final Set<ComputeNodeState> READY =
      Set.of(ComputeNodeState.IDLE, ComputeNodeState.RUNNING);

  private final BatchConnection connection;
  private final Timeline timeline;
  private final Duration between;

  /**
   * @param between how long to wait between looks
   */
  public FirstNode(AzureBatchSettings settings, Timeline timeline, Duration between) {
    this.connection = new BatchConnection(settings, timeline);
    this.timeline = timeline;
    this.between = between;
  }

  /**
   * How long it took.
   *
   * @param allocated until the pool had a node
   * @param ready until that node could run a task
   */
  public record Measured(Duration allocated, Duration ready) {}

  /**
   * @param template for people
   * @param json Azure Batch's own pool JSON; its size and formula are replaced by one node
   * @param progress told what the pool waits for
   * @return empty when it was interrupted
   * @throws RunException if no node becomes ready, saying why
   */
  public Optional<Measured> measure(
      String template, String json, Interruption interruption, Consumer<String> progress)
      throws InterruptedException {
    PoolAddParameter pool = oneNode(PoolRequest.read(template, json));
    String id = pool.id();
    Instant began = timeline.now();
    try (Pool made = new Pool(id)) {
      made.create(pool);
      return made.await(began, interruption, progress);
    } catch (BatchProblem problem) {
      throw connection.explain("make a pool of one node (" + id + ")", problem);
    }
  }

  private PoolAddParameter oneNode(PoolAddParameter pool) {
    String id = "batchline-doctor-" + UUID.randomUUID().toString().substring(0, 8);
    boolean spot = isSpot(pool);
    return pool.withId(id)
        .withMetadata(
            List.of(
                item(Ownership.RUN, id),
                item(Ownership.EXPIRY, timeline.now().plus(EXPIRY).toString()),
                item(Ownership.NAME, "doctor")))
        .withEnableAutoScale(false)
        .withAutoScaleFormula(null)
        .withAutoScaleEvaluationInterval(null)
        .withTargetDedicatedNodes(spot ? 0 : 1)
        .withTargetLowPriorityNodes(spot ? 1 : 0);
  }

  /** Whether the template never asks for dedicated nodes. */
  private static boolean isSpot(PoolAddParameter pool) {
    String formula = pool.autoScaleFormula();
    if (formula != null) {
      return formula.contains("$TargetLowPriorityNodes")
          && !formula.contains("$TargetDedicatedNodes");
    }
    Integer spot = pool.targetLowPriorityNodes();
    Integer dedicated = pool.targetDedicatedNodes();
    return spot != null && spot > 0 && (dedicated == null || dedicated == 0);
  }

  private static MetadataItem item(String name, String value) {
    return new MetadataItem().withName(name).withValue(value);
  }

  /** The pool that is measured; closing it removes it, also if it was never made. */
  private final class Pool implements AutoCloseable {

    private final String id;

    Pool(String id) {
      this.id = id;
    }

    void create(PoolAddParameter pool) {
      try {
        connection.call(
            batch -> {
              batch.pools().add(pool);
              return true;
            });
      } catch (BatchProblem problem) {
        // Nobody else has this id: it is the echo of a request whose answer was lost.
        if (!problem.isOneOf(Set.of("PoolExists"))) {
          throw problem;
        }
      }
    }

    Optional<Measured> await(Instant began, Interruption interruption, Consumer<String> progress)
        throws InterruptedException {
      Optional<Duration> allocated = Optional.empty();
      while (!interruption.requested()) {
        Duration passed = Duration.between(began, timeline.now());
        Optional<ComputeNode> node = node();
        if (node.isPresent()) {
          allocated = Optional.of(allocated.orElse(passed));
          if (READY.contains(node.get().state())) {
            return Optional.of(new Measured(allocated.get(), passed));
          }
          requireHope(node.get());
        } else {
          requireAllocation();
        }
        if (passed.compareTo(LONGEST) > 0) {
          throw new RunException(
              Blame.CAPACITY,
              "get a first node",
              "there was none after " + LONGEST.toMinutes() + " minutes",
              "Try another VM size or region.");
        }
        progress.accept(node.map(n -> "its node is " + word(n)).orElse("a node is allocated"));
        pause(interruption);
      }
      return Optional.empty();
    }

    private Optional<ComputeNode> node() {
      return connection
          .call(
              batch ->
                  batch
                      .computeNodes()
                      .list(
                          id,
                          new ComputeNodeListOptions().withSelect("id,state,startTaskInfo,errors"))
                      .currentPage()
                      .items())
          .stream()
          .findFirst();
    }

    /** A node whose start task failed or that is unusable stays so. */
    private void requireHope(ComputeNode node) {
      if (node.state() == ComputeNodeState.START_TASK_FAILED) {
        throw new RunException(
            Blame.USER,
            "get a first node",
            "the start task of the template failed" + complaint(node),
            "Correct the pool template.");
      }
      if (node.state() == ComputeNodeState.UNUSABLE) {
        throw new RunException(
            Blame.SERVICE,
            "get a first node",
            "the node is unusable",
            "Try again; if it stays so, look at the template's image and virtual network.");
      }
    }

    /** The end of what the start task wrote, as far as it can be had. */
    private String complaint(ComputeNode node) {
      try {
        return new NodeFiles(connection)
            .tailOfNode(id, node.id(), "startup/stderr.txt", TAIL)
            .map(String::strip)
            .filter(tail -> !tail.isEmpty())
            .map(tail -> ": " + tail)
            .orElse("");
      } catch (BatchProblem problem) {
        return " (what it wrote can't be read: " + problem.getMessage() + ")";
      }
    }

    private void requireAllocation() {
      CloudPool pool =
          connection.call(
              batch ->
                  batch
                      .pools()
                      .get(id, new PoolGetOptions().withSelect("allocationState,resizeErrors")));
      if (pool.allocationState() == AllocationState.STEADY
          && pool.resizeErrors() != null
          && !pool.resizeErrors().isEmpty()) {
        throw new RunException(
            Blame.CAPACITY,
            "get a first node",
            pool.resizeErrors().get(0).code() + ": " + pool.resizeErrors().get(0).message(),
            "Ask for a higher quota on the account's page, under Quotas, or try another VM size"
                + " or region.");
      }
    }

    @Override
    public void close() {
      try {
        RunResources.tolerating(
            GONE,
            () ->
                connection.call(
                    batch -> {
                      batch.pools().delete(id);
                      return true;
                    }));
      } catch (BatchProblem problem) {
        throw connection.explain(
            "remove pool " + id + ", which costs until it is removed", problem);
      }
    }

    private void pause(Interruption interruption) throws InterruptedException {
      Instant end = timeline.now().plus(between);
      while (!interruption.requested() && timeline.now().isBefore(end)) {
        timeline.sleep(SLICE);
      }
    }
  }

  private static String word(ComputeNode node) {
    return node.state() == null ? "unknown" : node.state().toString();
  }

  @Override
  public void close() {
    connection.close();
  }
}
