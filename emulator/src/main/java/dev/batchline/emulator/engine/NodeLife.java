package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.PoolSettings;
import dev.batchline.emulator.node.CommandEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The life of nodes: allocated, booted, prepared by the start task, at work, restarted, lost, given
 * up.
 */
final class NodeLife implements Commands.Listener, NodeDisks.Owner {

  private static final Duration CREATING = Duration.ofSeconds(10);
  private static final Duration STARTING = Duration.ofSeconds(40);
  private static final Duration DEALLOCATING = Duration.ofSeconds(30);
  private static final Duration PREEMPTED = Duration.ofMinutes(5);

  private final Core core;
  private final RetainedData retained;
  private final NodeWork work;
  private final CommandLines lines;
  private final NodeBoots boots;
  private final NodeDisks disks;
  private final Set<NodeKey> waitingForRoot = new HashSet<>();
  private final Set<NodeKey> removing = new HashSet<>();

  NodeLife(Core core, TaskLife tasks, CommandLines lines) {
    this.core = core;
    this.retained = new RetainedData(core);
    this.work = new NodeWork(core, tasks, retained);
    this.lines = lines;
    this.boots = new NodeBoots(core);
    this.disks = new NodeDisks(core, this);
  }

  /** Allocates a node; it boots by itself. */
  void create(AccountPool pool, Node.Origin origin) {
    Node node = Node.allocated(origin);
    core.put(pool, node);
    disks.make(node);
    bootAfter(CREATING, node);
  }

  private void bootAfter(Duration onAzure, Node node) {
    boots.later(node, onAzure, (pool, one) -> starting(pool, one));
  }

  private void starting(AccountPool pool, Node node) {
    core.put(pool, node.withState(NodeState.STARTING, core.clock().now()));
    BootFaults struck = BootFaults.of(core.faults(), node);
    // First, so that a node that never works doesn't do so for a moment.
    struck.unusable().ifPresent(fault -> breakLater(node, struck, fault));
    boots.later(node, STARTING.plus(struck.slower()), (p, one) -> booted(p, one));
    struck
        .preempted()
        .ifPresent(after -> boots.later(node, struck.up(STARTING, after), this::preempt));
  }

  private void breakLater(Node node, BootFaults struck, Fault.Unusable fault) {
    Node.Problem problem = new Node.Problem(fault.code(), "The node was broken on request.");
    Duration after = struck.up(STARTING, fault.after().orElse(Duration.ZERO));
    boots.later(node, after, (pool, one) -> fail(pool, one, problem));
  }

  private void booted(AccountPool pool, Node node) {
    if (node.root().isEmpty()) {
      waitingForRoot.add(NodeKey.of(node));
      return;
    }
    Instant now = core.clock().now();
    Node up = node.withBoot(now).withStartTask(Optional.empty()).withErrors(List.of());
    Optional<PoolSettings.StartTask> task = pool.pool().settings().startTask();
    boolean wait = task.filter(PoolSettings.StartTask::waitForSuccess).isPresent();
    core.put(pool, up.withState(wait ? NodeState.WAITINGFORSTARTTASK : NodeState.IDLE, now));
    markJobsOn(node);
    task.ifPresent(
        start ->
            core.commands()
                .start(
                    Kind.START,
                    NodeKey.of(node),
                    Optional.empty(),
                    Optional.empty(),
                    lines.startTask(up, start.document(), start.retries()),
                    this));
  }

  @Override
  public void started(Run run, CommandEvent.Started event) {
    core.nodeOf(run)
        .ifPresent(
            node -> {
              Execution execution = node.startTask().orElse(Execution.NONE).running(event);
              core.put(core.account().pool(run.pool()), node.withStartTask(Optional.of(execution)));
            });
  }

  @Override
  public void ended(Run run, Fate fate, CommandEvent.Ended event) {
    Optional<AccountPool> pool = core.poolOf(run);
    Optional<Node> node = core.nodeOf(run);
    if (pool.isEmpty() || node.isEmpty()) {
      return;
    }
    Execution execution = node.get().startTask().orElse(Execution.NONE).finished(event);
    Node next = node.get().withStartTask(Optional.of(execution));
    if (next.is(NodeState.WAITINGFORSTARTTASK)) {
      NodeState state = execution.succeeded() ? NodeState.IDLE : NodeState.STARTTASKFAILED;
      next = next.withState(state, event.ended());
    }
    core.put(pool.get(), next);
    markJobsOn(next);
  }

  /** A job may wait for a node with its release task. */
  private void markJobsOn(Node node) {
    for (AccountJob job : core.account().jobs().values()) {
      if (job.nodes().containsKey(node.key())) {
        core.markJob(job);
      }
    }
  }

  /** Takes a node out of its pool, once its tasks allow it. */
  void leave(AccountPool pool, Node node, DeallocationOption option) {
    newBoot(NodeKey.of(node));
    if (!node.is(NodeState.LEAVINGPOOL)) {
      removing.remove(NodeKey.of(node)); // it may have been about to be deallocated
    }
    core.put(pool, node.withState(NodeState.LEAVINGPOOL, core.clock().now()));
    work.clear(node, option);
  }

  /** Starts a node anew, once its tasks allow it. */
  void reboot(AccountPool pool, Node node, DeallocationOption option, NodeState through) {
    newBoot(NodeKey.of(node));
    core.put(pool, node.withState(through, core.clock().now()));
    work.clear(node, option);
  }

  /** Keeps tasks from a node, or lets them come back. */
  void scheduling(AccountPool pool, Node node, boolean enabled, DeallocationOption option) {
    core.put(pool, node.withScheduling(enabled));
    if (!enabled) {
      work.clearTasks(node, option);
    }
  }

  /** A deallocated node comes back. */
  void start(AccountPool pool, Node node) {
    newBoot(NodeKey.of(node));
    starting(pool, node.withScheduling(true));
  }

  /** A Spot node is taken away at once; it comes back empty when there is capacity again. */
  void preempt(AccountPool pool, Node node) {
    newBoot(NodeKey.of(node));
    lose(pool, node, NodeState.PREEMPTED, List.of());
    comeBack(node);
  }

  private void comeBack(Node preempted) {
    disks.makeAnew(preempted);
    boots.later(
        preempted,
        PREEMPTED,
        (p, one) -> {
          core.put(p, one.withState(NodeState.CREATING, core.clock().now()));
          bootAfter(CREATING, one);
        });
  }

  /**
   * A node whose machine was down, together with the emulator: what was up restarts, with the files
   * it had. This touches the disk.
   */
  void resume(AccountPool pool, Node left) {
    if (left.is(NodeState.PREEMPTED)) {
      comeBack(left);
      return;
    }
    Path root = core.runtime().createNode(pool.pool().id(), left.id());
    Node node = left.withRoot(Optional.of(root));
    core.put(pool, node);
    switch (node.state().state()) {
      case CREATING -> bootAfter(CREATING, node);
      case STARTING, WAITINGFORSTARTTASK, STARTTASKFAILED, IDLE, RUNNING, OFFLINE ->
          core.put(pool, node.withState(NodeState.REBOOTING, core.clock().now()));
      case REBOOTING,
          REIMAGING,
          UPGRADINGOS,
          LEAVINGPOOL,
          DEALLOCATING,
          DEALLOCATED,
          UNUSABLE,
          UNKNOWN,
          PREEMPTED -> {}
    }
  }

  /** A node stops working; it stays so until it is restarted or removed. */
  void fail(AccountPool pool, Node node, Node.Problem problem) {
    newBoot(NodeKey.of(node));
    lose(pool, node, NodeState.UNUSABLE, List.of(problem));
  }

  private void lose(AccountPool pool, Node node, NodeState state, List<Node.Problem> problems) {
    work.kill(node);
    core.put(
        pool,
        node.withState(state, core.clock().now())
            .withErrors(problems)
            .withRoot(rootIn(state, node)));
    for (AccountJob job : core.account().jobs().values()) {
      if (job.forgetNode(node.key())) {
        core.markJob(job);
      }
    }
    work.requeueLost(node);
  }

  private static Optional<Path> rootIn(NodeState state, Node node) {
    return state == NodeState.PREEMPTED ? Optional.empty() : node.root();
  }

  /** What changes by itself once nothing runs on a node any more, or something does. */
  void settle(AccountPool pool, Node node) {
    NodeKey key = NodeKey.of(node);
    boolean quiet = node.load().running().isEmpty() && core.commands().onNode(node.key()).isEmpty();
    boolean atWork =
        !node.load().running().isEmpty()
            || core.commands().onNode(node.key()).stream()
                .anyMatch(run -> run.kind() != Kind.START);
    Instant now = core.clock().now();
    switch (node.state().state()) {
      case LEAVINGPOOL -> {
        if (quiet && !retained.holds(node) && removing.add(key)) {
          remove(pool, node);
        }
      }
      case REBOOTING, REIMAGING -> {
        if (quiet && !retained.holds(node)) {
          restart(pool, node);
        }
      }
      case DEALLOCATING -> {
        if (quiet && !retained.holds(node) && removing.add(key)) {
          boots.later(node, DEALLOCATING, (p, one) -> deallocated(p, one));
        }
      }
      case IDLE -> {
        if (!node.schedulingEnabled() && quiet) {
          core.put(pool, node.withState(NodeState.OFFLINE, now));
        } else if (atWork) {
          core.put(pool, node.withState(NodeState.RUNNING, now));
        }
      }
      case RUNNING -> {
        if (!atWork) {
          core.put(pool, node.withState(NodeState.IDLE, now));
        }
      }
      case OFFLINE -> {
        if (node.schedulingEnabled()) {
          core.put(pool, node.withState(NodeState.IDLE, now));
        }
      }
      default -> {}
    }
  }

  private void restart(AccountPool pool, Node node) {
    boolean reimaged = node.is(NodeState.REIMAGING);
    for (AccountJob job : core.account().jobs().values()) {
      AccountJob.OnNode on = job.nodes().get(node.key());
      boolean again =
          job.job()
              .settings()
              .preparation()
              .filter(task -> task.rerunAfterReboot() || reimaged)
              .isPresent();
      boolean released = job.job().is(JobState.TERMINATING) || job.job().is(JobState.DELETING);
      if (on != null && (!on.preparation().succeeded() || (again && !released))) {
        job.forgetNode(node.key());
      }
    }
    if (reimaged) {
      disks.makeAnew(node);
      core.put(pool, node.withRoot(Optional.empty()));
    }
    starting(pool, core.node(NodeKey.of(node)).orElse(node));
  }

  private void deallocated(AccountPool pool, Node node) {
    removing.remove(NodeKey.of(node));
    core.put(pool, node.withState(NodeState.DEALLOCATED, core.clock().now()).withScheduling(false));
  }

  private void remove(AccountPool pool, Node node) {
    disks.remove(node, () -> gone(pool, node));
  }

  private void gone(AccountPool pool, Node node) {
    NodeKey key = NodeKey.of(node);
    removing.remove(key);
    boots.forget(key);
    disks.forget(key);
    core.logs().forget(key);
    retained.forget(key);
    waitingForRoot.remove(key);
    pool.remove(node, core.clock().now());
    core.dirty().pool(key.pool());
    markJobsOn(node);
  }

  @Override
  public void made(NodeKey key, Path root) {
    Optional<Node> node = core.node(key);
    if (node.isEmpty()) {
      return;
    }
    AccountPool pool = core.account().pool(key.pool());
    Node next = node.get().withRoot(Optional.of(root));
    core.put(pool, next);
    if (waitingForRoot.remove(key)) {
      booted(pool, next);
    }
  }

  @Override
  public void notMade(NodeKey key, Node.Problem problem) {
    core.node(key).ifPresent(node -> fail(core.account().pool(key.pool()), node, problem));
  }

  private void newBoot(NodeKey key) {
    waitingForRoot.remove(key);
    boots.next(key);
  }
}
