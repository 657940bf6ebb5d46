package dev.batchline.emulator;

import dev.batchline.emulator.control.AccountEndpoint;
import dev.batchline.emulator.control.FaultControl;
import dev.batchline.emulator.control.FaultsEndpoint;
import dev.batchline.emulator.control.NodeFaultsEndpoint;
import dev.batchline.emulator.control.QuotasEndpoint;
import dev.batchline.emulator.engine.Engine;
import dev.batchline.emulator.engine.EngineSettings;
import dev.batchline.emulator.engine.Keeper;
import dev.batchline.emulator.fault.FaultPlan;
import dev.batchline.emulator.http.EmulatorServer;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Extras;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.monitor.Monitor;
import dev.batchline.emulator.node.NodeRuntime;
import dev.batchline.emulator.node.ProcessNodeRuntime;
import dev.batchline.emulator.page.AccountPages;
import dev.batchline.emulator.state.Journal;
import dev.batchline.emulator.time.ServiceTime;
import dev.batchline.emulator.time.WallTime;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One Batch account that runs: its nodes, its engine and its HTTP server.
 *
 * <p>When {@link #close} returns, no process or thread of it is left, and no directory but its
 * state if it was to keep one.
 */
public final class Emulator implements AutoCloseable {

  /** Closed last in, first out. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final CompletableFuture<String> endpoint = new CompletableFuture<>();

  private Emulator() {}

  /**
   * Starts one and returns when it answers.
   *
   * @throws IOException when the directory can't be used or the port can't be listened on
   */
  public static Emulator start(EmulatorSettings settings) throws IOException {
    Emulator emulator = new Emulator();
    try {
      emulator.open(settings, WallTime.paced(settings.pace()));
      return emulator;
    } catch (IOException | RuntimeException e) {
      emulator.close();
      throw e;
    }
  }

  /** Scheme, host and port, without a slash at the end. */
  public String endpoint() {
    return endpoint.join();
  }

  private void open(EmulatorSettings settings, ServiceTime time) throws IOException {
    Account kept = new Account();
    Keeper keeper = Keeper.NONE;
    NodeRuntime runtime;
    if (settings.state().isPresent()) {
      Journal journal = Journal.open(settings.state().get());
      parts.push(journal);
      kept = journal.account();
      keeper = journal;
      runtime = ProcessNodeRuntime.keeping(journal.nodes(), time, settings.users());
    } else {
      runtime = new ProcessNodeRuntime(settings.directory(), time, settings.users());
    }
    parts.push(runtime);
    String account = settings.http().key().account();
    Monitor monitor = new Monitor(account, time);
    FaultPlan faults = new FaultPlan(time::now);
    FaultControl control = new FaultControl(faults, time::now);
    settings.faults().ifPresent(control::set);
    Engine engine =
        Engine.start(
            kept,
            keeper,
            new EngineSettings(
                account,
                endpoint::join,
                settings.quotas(),
                monitor,
                settings.http().jobTokens(),
                settings.resources(),
                faults),
            time,
            runtime);
    parts.push(engine);
    parts.push(monitor);
    monitor.watch(engine);
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(new AccountEndpoint(settings.resourceId(), engine)); // metrics take what is below
    endpoints.addAll(monitor.endpoints());
    endpoints.add(new FaultsEndpoint(settings.http().key(), control));
    endpoints.add(new NodeFaultsEndpoint(settings.http().key(), engine));
    endpoints.add(new QuotasEndpoint(settings.http().key(), engine));
    endpoints.add(new AccountPages(engine, engine, time, PageFacts.of(settings, engine, faults)));
    EmulatorServer server =
        EmulatorServer.start(settings.http(), engine, new Extras(endpoints, faults), time);
    parts.push(server);
    endpoint.complete("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        RuntimeException next = new IllegalStateException("could not stop a part", e);
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
