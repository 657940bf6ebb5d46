package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.VmSizes;
import dev.batchline.emulator.time.ServiceTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the numbers of nodes off the service once a minute of Azure's time, as anybody could: by
 * the same operations that clients call.
 */
final class NodeSampler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeSampler.class);
  private static final Duration ON_AZURE = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final int PAGE = 1000;

  private final BatchService service;
  private final MetricStore store;
  private final ServiceTime time;
  private final ScheduledExecutorService clock;

  private NodeSampler(BatchService service, MetricStore store, ServiceTime time) {
    this.service = service;
    this.store = store;
    this.time = time;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
  }

  static NodeSampler start(BatchService service, MetricStore store, ServiceTime time) {
    NodeSampler sampler = new NodeSampler(service, store, time);
    Duration paced = time.paced(ON_AZURE);
    long nanos = (paced.compareTo(SHORTEST) < 0 ? SHORTEST : paced).toNanos();
    var unused = sampler.clock.scheduleAtFixedRate(sampler::sample, 0, nanos, TimeUnit.NANOSECONDS);
    return sampler;
  }

  /** A sample that fails is one that is missing, as it can be on Azure. */
  void sample() {
    try {
      Map<String, Integer> cores = new HashMap<>();
      for (ObjectNode pool : all(Operation.POOL_LIST)) {
        cores.put(pool.path("id").asText(), VmSizes.cores(pool.path("vmSize").asText()));
      }
      List<ObjectNode> counts = all(Operation.ACCOUNT_LIST_POOL_NODE_COUNTS);
      Map<Gauge, Double> values = new EnumMap<>(Gauge.class);
      for (Gauge gauge : Gauge.values()) {
        values.put(gauge, counts.stream().mapToDouble(pool -> of(gauge, pool, cores)).sum());
      }
      store.add(time.now(), values);
    } catch (BatchError e) {
      LOG.debug("no sample: {}", e.code());
    } catch (RuntimeException e) {
      LOG.warn("no sample of the nodes", e);
    }
  }

  private static double of(Gauge gauge, JsonNode pool, Map<String, Integer> cores) {
    return gauge.of(pool, cores.getOrDefault(pool.path("poolId").asText(), 0));
  }

  private List<ObjectNode> all(Operation operation) {
    List<ObjectNode> elements = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page page = new Page(element -> true, after, PAGE);
      Call call = Call.reading(operation, Map.of(), page);
      if (!(service.answer(call) instanceof Answer.Listing listing)) {
        throw new IllegalStateException(operation.id() + " is no list");
      }
      elements.addAll(listing.elements());
      after = listing.next();
    } while (after.isPresent());
    return elements;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
