package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AccountReader;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeFaults;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.node.NodeRuntime;
import dev.batchline.emulator.time.ServiceTime;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * All rules of the service, without a thread: whoever calls it is the engine's thread. Messages
 * come one after the other, and after each what follows from it is done at once.
 */
final class EngineCore {

  private final Core core;
  private final NodeLife nodes;
  private final PoolLife pools;
  private final JobLife jobs;
  private final AutoPools autoPools;
  private final ScheduleLife schedules;
  private final AccountOperations accountOperations;
  private final PoolOperations poolOperations;
  private final JobOperations jobOperations;
  private final Resumption resumption;
  private final Map<Operation, Handler> handlers = new EnumMap<>(Operation.class);

  /**
   * @param account may be one that another engine has left, see {@link #resume}
   */
  EngineCore(
      Account account,
      EngineSettings settings,
      ServiceTime time,
      NodeRuntime runtime,
      Executor workers,
      Executor inbox) {
    EngineClock clock = new EngineClock(time);
    NodeLogs logs = new NodeLogs(clock::now);
    CommandFaults faults = new CommandFaults(settings.faults(), account, this::diskFull);
    core =
        new Core(
            account,
            clock,
            new Timers(),
            new Dirty(),
            new Commands(runtime, new Commands.Threads(workers, inbox, clock::now), logs, faults),
            settings,
            runtime,
            workers,
            inbox,
            new EventFeed(settings.events(), clock),
            logs,
            new CurrentQuotas(settings.quotas()),
            new LifetimeStatistics());
    CommandLines lines = new CommandLines(settings, clock, account);
    jobs = new JobLife(core, lines, this::jobEnded);
    nodes = new NodeLife(core, jobs.tasks(), lines);
    pools = new PoolLife(core, nodes, jobs.tasks(), this::poolRemoved);
    AutoscaleLife autoscale = new AutoscaleLife(core, pools);
    PoolMaker poolMaker = new PoolMaker(core, pools, autoscale);
    autoPools = new AutoPools(core, poolMaker, pools);
    TaskMaker taskMaker = new TaskMaker(core);
    JobMaker jobMaker = new JobMaker(core, jobs, taskMaker, autoPools);
    Bodies bodies = Bodies.load();
    accountOperations = new AccountOperations(core);
    poolOperations = new PoolOperations(core, bodies, pools, autoscale, poolMaker);
    accountOperations.register(handlers);
    poolOperations.register(handlers);
    new NodeOperations(core, bodies, nodes).register(handlers);
    new ServiceLogOperations(core, bodies).register(handlers);
    new StatisticsOperations(core).register(handlers);
    jobOperations = new JobOperations(core, bodies, jobs, jobMaker, autoPools);
    jobOperations.register(handlers);
    new TaskOperations(core, bodies, jobs.tasks(), taskMaker).register(handlers);
    new FileOperations(core).register(handlers);
    schedules = new ScheduleLife(core, jobMaker, jobs, autoPools);
    new ScheduleOperations(core, bodies, schedules).register(handlers);
    resumption = new Resumption(core, nodes, pools, autoscale, jobs, schedules);
  }

  /** Goes on with what another engine has left; before anything else, if at all. */
  void resume() {
    run(resumption::resume);
  }

  /** See {@link dev.batchline.emulator.model.AccountQuotas}. */
  CurrentQuotas quotas() {
    return core.quotas();
  }

  private void diskFull(Run run) {
    Node.Problem problem = new Node.Problem("DiskFull", "The disk of the node is full.");
    core.nodeOf(run).ifPresent(node -> nodes.fail(core.account().pool(run.pool()), node, problem));
  }

  private void jobEnded(AccountJob job) {
    autoPools.jobEnded(job);
    schedules.jobEnded(job);
  }

  private void poolRemoved(AccountPool pool) {
    poolOperations.forget(pool);
    core.account().remember(pool.usage());
  }

  /** The operations that are implemented. */
  Map<Operation, Handler> operations() {
    return Collections.unmodifiableMap(handlers);
  }

  /**
   * Does what a call asks for.
   *
   * @throws BatchError when it can't be done
   */
  Reply handle(Call call) {
    core.clock().begin();
    Handler handler = handlers.get(call.operation());
    if (handler == null) {
      throw ErrorCode.NOT_IMPLEMENTED.error(Map.of("Operation", call.operation().id()));
    }
    try {
      return handler.handle(call);
    } finally {
      settle();
    }
  }

  /** See {@link NodeFaults#preempt}. */
  void preempt(String poolId, String nodeId) {
    Node node = core.account().node(poolId, nodeId);
    if (node.dedicated() || node.is(NodeState.PREEMPTED) || node.is(NodeState.LEAVINGPOOL)) {
      throw ErrorCode.OPERATION_NOT_VALID_ON_NODE.error(
          Map.of("Reason", "Only a Spot node that is there can be preempted."));
    }
    run(() -> nodes.preempt(core.account().pool(poolId), node));
  }

  /** See {@link NodeFaults#makeUnusable}. */
  void makeUnusable(String poolId, String nodeId, Node.Problem problem) {
    Node node = core.account().node(poolId, nodeId);
    run(() -> nodes.fail(core.account().pool(poolId), node, problem));
  }

  /** See {@link AccountReader#read}. */
  <T> T read(Function<Account, T> question) {
    return question.apply(core.account());
  }

  /** Does something in the engine's thread. */
  void run(Runnable message) {
    core.clock().begin();
    message.run();
    settle();
  }

  /** Does what is due. */
  void tick() {
    core.clock().begin();
    Instant now = core.clock().now();
    for (Optional<Runnable> due = core.timers().takeDue(now);
        due.isPresent();
        due = core.timers().takeDue(now)) {
      run(due.get());
    }
  }

  Optional<Instant> nextDue() {
    return core.timers().nextDue();
  }

  private void settle() {
    while (settleJob() || settlePool()) {
      // until nothing follows from anything any more
    }
  }

  private boolean settleJob() {
    Optional<String> key = core.dirty().takeJob();
    Optional<AccountJob> job = key.flatMap(core.account()::findJob);
    job.ifPresent(jobs::settle);
    job.ifPresent(jobOperations::changed);
    return key.isPresent();
  }

  private boolean settlePool() {
    Optional<String> key = core.dirty().takePool();
    key.flatMap(core.account()::findPool).ifPresent(pools::settle);
    return key.isPresent();
  }
}
