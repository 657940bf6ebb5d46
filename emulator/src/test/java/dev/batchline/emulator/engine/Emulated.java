package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.JobTokens;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/**
 * The engine without threads, processes or a clock of its own: time passes when the test says so,
 * and everything that is due by then happens in order.
 */
final class Emulated {

  static final String BASE = "http://batch";
  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final Path NODES = Path.of("/nodes");
  private static final Duration STEP = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  final ManualTime time;
  final FakeNodeRuntime runtime;
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  final EngineCore core;

  Emulated() {
    this(Quotas.DEFAULT);
  }

  Emulated(Quotas quotas) {
    this(quotas, Faults.NONE);
  }

  Emulated(Quotas quotas, Faults faults) {
    this(new Account(), settings(quotas, faults), START, NODES);
  }

  /** Goes on with an account that was left behind. */
  Emulated(Account account, Quotas quotas, Instant now) {
    this(account, settings(quotas, Faults.NONE), now, NODES);
  }

  /**
   * @param nodes below which nodes are said to have their directories; none is made
   */
  Emulated(EngineSettings settings, Path nodes) {
    this(new Account(), settings, START, nodes);
  }

  private Emulated(Account account, EngineSettings settings, Instant now, Path nodes) {
    time = new ManualTime(now);
    runtime = new FakeNodeRuntime(time::now, nodes);
    core = new EngineCore(account, settings, time, runtime, Runnable::run, inbox::add);
  }

  private static EngineSettings settings(Quotas quotas, Faults faults) {
    return new EngineSettings(
        "account",
        () -> BASE,
        quotas,
        event -> {},
        JobTokens.create(),
        AccountResources.NONE,
        faults);
  }

  /** Lets time pass, in small steps. */
  void pass(Duration duration) {
    Instant end = time.now().plus(duration);
    while (time.now().isBefore(end)) {
      Duration left = Duration.between(time.now(), end);
      time.advance(left.compareTo(STEP) < 0 ? left : STEP);
      drain();
      core.tick();
      drain();
    }
  }

  /** Handles what has come in. */
  void drain() {
    for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
      core.run(message);
    }
  }

  Answer call(Operation operation, Map<String, String> names, String body) {
    return call(operation, names, body, Conditions.NONE, Page.first(1000));
  }

  /** The refusal that a call without names gets for its query. */
  BatchError refusedQuery(Operation operation, Map<String, String> query) {
    drain();
    Call call =
        new Call(
            operation, Map.of(), query, Optional.empty(), Conditions.NONE, Page.first(1000), BASE);
    return Assertions.catchThrowableOfType(BatchError.class, () -> core.handle(call));
  }

  /** A call with {@code force=true}. */
  Answer force(Operation operation, Map<String, String> names) {
    drain();
    Map<String, String> query = Map.of("force", "true");
    Call call =
        new Call(
            operation, names, query, Optional.empty(), Conditions.NONE, Page.first(1000), BASE);
    Answer answer = core.handle(call).render();
    drain();
    return answer;
  }

  Answer call(
      Operation operation,
      Map<String, String> names,
      String body,
      Conditions conditions,
      Page page) {
    drain();
    Optional<ObjectNode> json = body.isEmpty() ? Optional.empty() : Optional.of(json(body));
    Answer answer =
        core.handle(new Call(operation, names, Map.of(), json, conditions, page, BASE)).render();
    drain();
    return answer;
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (java.io.IOException notJson) {
      throw new AssertionError(text, notJson);
    }
  }

  /** The refusal that a call gets. */
  BatchError refused(Operation operation, Map<String, String> names, String body) {
    return Assertions.catchThrowableOfType(BatchError.class, () -> call(operation, names, body));
  }

  private JsonNode entity(Operation operation, Map<String, String> names) {
    return ((Answer.Entity) call(operation, names, "")).json();
  }

  List<ObjectNode> list(Operation operation, Map<String, String> names) {
    return ((Answer.Listing) call(operation, names, "")).elements();
  }

  void addPool(String id, int dedicated, String more) {
    call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'%s','vmSize':'Standard_D4s_v5','targetDedicatedNodes':%d,%s%s}"
            .formatted(id, dedicated, more, IMAGE));
  }

  static final String IMAGE =
      "'virtualMachineConfiguration':{'imageReference':{'publisher':'canonical','offer':'u',"
          + "'sku':'22'},'nodeAgentSKUId':'batch.node.ubuntu 22.04'}";

  /** A pool whose nodes are up. */
  void addReadyPool(String id, int dedicated, String more) {
    addPool(id, dedicated, more);
    pass(Duration.ofMinutes(2));
  }

  void addJob(String id, String pool, String more) {
    call(
        Operation.JOB_ADD,
        Map.of(),
        "{'id':'%s',%s'poolInfo':{'poolId':'%s'}}".formatted(id, more, pool));
  }

  void addTask(String job, String id, String more) {
    call(
        Operation.TASK_ADD,
        Map.of("jobId", job),
        "{'id':'%s',%s'commandLine':'work'}".formatted(id, more));
  }

  JsonNode pool(String id) {
    return entity(Operation.POOL_GET, Map.of("poolId", id));
  }

  List<ObjectNode> nodes(String pool) {
    return list(Operation.COMPUTE_NODE_LIST, Map.of("poolId", pool));
  }

  List<String> nodeStates(String pool) {
    return nodes(pool).stream().map(node -> node.path("state").asText()).toList();
  }

  JsonNode job(String id) {
    return entity(Operation.JOB_GET, Map.of("jobId", id));
  }

  String jobState(String id) {
    return job(id).path("state").asText();
  }

  JsonNode task(String job, String id) {
    return entity(Operation.TASK_GET, Map.of("jobId", job, "taskId", id));
  }

  String taskState(String job, String id) {
    return task(job, id).path("state").asText();
  }

  JsonNode counts(String job) {
    return entity(Operation.JOB_GET_TASK_COUNTS, Map.of("jobId", job)).path("taskCounts");
  }
}
