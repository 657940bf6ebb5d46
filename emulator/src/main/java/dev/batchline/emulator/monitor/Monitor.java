package dev.batchline.emulator.monitor;

import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.time.ServiceTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Azure Monitor for one Batch account: takes in what happens, samples the nodes, and answers
 * queries.
 *
 * <p>All numbers are of this account since it was started; none is made up, and none outlives it.
 */
public final class Monitor implements Consumer<AccountEvent>, AutoCloseable {

  private final MetricStore store;
  private final EventLog log = new EventLog();
  private final List<Endpoint> endpoints;
  private final ServiceTime time;
  private Optional<NodeSampler> sampler = Optional.empty();

  public Monitor(String account, ServiceTime time) {
    this.time = time;
    this.store = new MetricStore(time.now());
    MetricsEndpoint metrics = new MetricsEndpoint(account, store, time);
    this.endpoints =
        List.of(new MetricsBatchEndpoint(metrics, time), metrics, new LogsEndpoint(log, time));
  }

  /** Begins to sample the numbers of nodes. */
  public synchronized void watch(BatchService service) {
    sampler = Optional.of(NodeSampler.start(service, store, time));
  }

  /** What the HTTP server answers besides the service. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Never waits and never throws, so that the engine may call it. */
  @Override
  public void accept(AccountEvent event) {
    store.add(event);
    log.add(event);
  }

  @Override
  public synchronized void close() {
    sampler.ifPresent(NodeSampler::close);
  }
}
