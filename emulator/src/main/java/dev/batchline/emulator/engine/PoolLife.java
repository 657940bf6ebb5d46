package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AllocationState;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.PoolHistory;
import dev.batchline.emulator.model.PoolState;
import dev.batchline.emulator.model.ResizeError;
import dev.batchline.emulator.model.Since;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The life of pools: sized, steady, deleted; and the tasks that their nodes get. */
final class PoolLife {

  private static final Duration ALLOCATION = Duration.ofSeconds(45);
  private static final Duration NOTHING_TO_ALLOCATE = Duration.ofSeconds(2);
  private static final Duration STOPPING = Duration.ofSeconds(2);

  private final Core core;
  private final NodeLife nodes;
  private final PoolScheduling scheduling;
  private final Consumer<AccountPool> onRemoved;
  private final Map<AccountPool, Resize> resizes = new HashMap<>();
  private final NodeAllocation allocation;

  /** A resize under way; equal to nothing but itself. */
  private static final class Resize {
    boolean allocated;
  }

  PoolLife(Core core, NodeLife nodes, TaskLife tasks, Consumer<AccountPool> onRemoved) {
    this.core = core;
    this.nodes = nodes;
    this.scheduling = new PoolScheduling(core, tasks);
    this.onRemoved = onRemoved;
    this.allocation = new NodeAllocation(core);
  }

  /** Begins to give a pool other targets; a resize under way is superseded. */
  void resize(AccountPool pool, NodeTargets targets, DeallocationOption option) {
    List<Node> surplus = surplus(pool, targets);
    begin(pool, targets, surplus, option);
  }

  /** Begins to take certain nodes out of a pool; its targets fall with them. */
  void remove(AccountPool pool, List<Node> leaving, DeallocationOption option) {
    NodeTargets targets = pool.pool().sizing().targets();
    int dedicated = (int) leaving.stream().filter(Node::dedicated).count();
    NodeTargets lowered =
        new NodeTargets(
            Math.max(0, targets.dedicated() - dedicated),
            Math.max(0, targets.lowPriority() - (leaving.size() - dedicated)));
    begin(pool, lowered, leaving, option);
  }

  /** Goes on with what was under way in an earlier life of the emulator. */
  void resume(AccountPool pool) {
    if (!pool.pool().active()) {
      core.timers()
          .at(core.clock().after(NOTHING_TO_ALLOCATE), () -> core.dirty().pool(pool.key()));
      return;
    }
    switch (pool.pool().sizing().allocation().state()) {
      case STEADY -> {}
      case RESIZING -> expectNodes(pool);
      case STOPPING -> {
        resizes.put(pool, new Resize());
        stop(pool);
      }
    }
  }

  private void begin(
      AccountPool pool, NodeTargets targets, List<Node> leaving, DeallocationOption option) {
    Pool now = pool.pool();
    core.events().pool(AccountEvent.Kind.POOL_RESIZE_START, now);
    core.put(
        pool,
        now.withSizing(
            now.sizing()
                .withTargets(targets)
                .withErrors(List.of())
                .withAllocation(new Since<>(AllocationState.RESIZING, core.clock().now()))));
    leaving.forEach(node -> nodes.leave(pool, node, option));
    expectNodes(pool);
  }

  private void expectNodes(AccountPool pool) {
    Resize resize = new Resize();
    resizes.put(pool, resize);
    NodeTargets targets = pool.pool().sizing().targets();
    boolean grows =
        allocation.missing(pool, targets, true) > 0 || allocation.missing(pool, targets, false) > 0;
    core.timers()
        .at(
            core.clock().after(grows ? ALLOCATION : NOTHING_TO_ALLOCATE),
            () -> allocate(pool, resize));
    core.timers()
        .at(
            core.clock().after(pool.pool().sizing().timeout()),
            () -> finishShort(pool, resize, "AllocationTimedout", NodeAllocation.TIMED_OUT));
  }

  private void allocate(AccountPool pool, Resize resize) {
    if (resizes.get(pool) != resize || resize.allocated) {
      return;
    }
    List<NodeAllocation.Grant> grants =
        List.of(allocation.grant(pool, true), allocation.grant(pool, false));
    resize.allocated = grants.stream().noneMatch(NodeAllocation.Grant::timesOut);
    List<ResizeError> errors = new ArrayList<>();
    for (NodeAllocation.Grant grant : grants) {
      for (int i = 0; i < grant.nodes(); i++) {
        nodes.create(pool, allocation.next(pool, grant.dedicated(), core.clock().now()));
      }
      grant.error().ifPresent(errors::add);
    }
    core.put(pool, pool.pool().withSizing(pool.pool().sizing().withErrors(errors)));
  }

  /** Ends a resize before its targets are reached. */
  void stop(AccountPool pool) {
    Resize resize = resizes.get(pool);
    if (resize == null) {
      return;
    }
    resize.allocated = true;
    core.put(
        pool,
        pool.pool()
            .withSizing(
                pool.pool()
                    .sizing()
                    .withAllocation(new Since<>(AllocationState.STOPPING, core.clock().now()))));
    core.timers()
        .at(
            core.clock().after(STOPPING),
            () -> finishShort(pool, resize, "ResizeStopped", NodeAllocation.STOPPED));
  }

  private void finishShort(AccountPool pool, Resize resize, String code, String message) {
    if (resizes.get(pool) != resize) {
      return;
    }
    List<ResizeError> errors = new ArrayList<>(pool.pool().sizing().errors());
    for (boolean dedicated : List.of(true, false)) {
      if (allocation.missing(pool, pool.pool().sizing().targets(), dedicated) > 0) {
        String kind = dedicated ? "dedicated" : "low priority";
        errors.add(new ResizeError(code, String.format(message, kind)));
      }
    }
    steady(pool, errors);
  }

  private void steady(AccountPool pool, List<ResizeError> errors) {
    resizes.remove(pool);
    core.put(
        pool,
        pool.pool()
            .withSizing(
                pool.pool()
                    .sizing()
                    .withErrors(errors)
                    .withAllocation(new Since<>(AllocationState.STEADY, core.clock().now()))));
  }

  /** Marks a pool for deletion; it is gone when its nodes are. */
  void delete(AccountPool pool) {
    resizes.remove(pool);
    Pool now = pool.pool();
    core.put(
        pool,
        now.withState(new Since<>(PoolState.DELETING, core.clock().now()))
            .withSizing(
                now.sizing()
                    .withTargets(NodeTargets.NONE)
                    .withAllocation(new Since<>(AllocationState.RESIZING, core.clock().now()))));
    for (Node node : List.copyOf(pool.allNodes())) {
      nodes.leave(pool, node, DeallocationOption.REQUEUE);
    }
    core.timers().at(core.clock().after(NOTHING_TO_ALLOCATE), () -> core.dirty().pool(pool.key()));
  }

  /** What follows from whatever has changed in a pool. */
  void settle(AccountPool pool) {
    followUp(pool);
    pool.history()
        .add(
            new PoolHistory.Size(
                core.clock().now(), pool.pool().sizing().targets(), pool.current()));
  }

  private void followUp(AccountPool pool) {
    for (Node node : List.copyOf(pool.allNodes())) {
      nodes.settle(pool, node);
    }
    if (!pool.pool().active()) {
      if (pool.nodes().isEmpty() && removable(pool)) {
        core.account().remove(pool);
        core.events().pool(AccountEvent.Kind.POOL_DELETE_COMPLETE, pool.pool());
        scheduling.forget(pool);
        onRemoved.accept(pool);
      }
      return;
    }
    Resize resize = resizes.get(pool);
    boolean leaving = pool.allNodes().stream().anyMatch(node -> node.is(NodeState.LEAVINGPOOL));
    boolean stopping = pool.pool().sizing().allocation().state() == AllocationState.STOPPING;
    if (resize != null && resize.allocated && !leaving && !stopping) {
      steady(pool, pool.pool().sizing().errors());
    }
    scheduling.schedule(pool);
  }

  private boolean removable(AccountPool pool) {
    return !core.clock()
        .now()
        .isBefore(pool.pool().state().time().plus(core.clock().paced(NOTHING_TO_ALLOCATE)));
  }

  private static List<Node> surplus(AccountPool pool, NodeTargets targets) {
    List<Node> surplus = new ArrayList<>();
    for (boolean dedicated : List.of(true, false)) {
      List<Node> ofKind =
          pool.allNodes().stream()
              .filter(node -> node.dedicated() == dedicated && !node.is(NodeState.LEAVINGPOOL))
              .sorted(
                  Comparator.comparingInt(PoolLife::worth)
                      .thenComparing(node -> -node.origin().number()))
              .toList();
      int over = ofKind.size() - targets.of(dedicated);
      surplus.addAll(ofKind.subList(0, Math.max(0, over)));
    }
    return surplus;
  }

  /**
   * Nodes that are of least use go first: not usable ones, then those that wait, then idle ones.
   */
  private static int worth(Node node) {
    return switch (node.state().state()) {
      case UNUSABLE, STARTTASKFAILED, UNKNOWN, PREEMPTED, DEALLOCATED, DEALLOCATING, OFFLINE -> 0;
      case CREATING, STARTING, REBOOTING, REIMAGING, UPGRADINGOS, WAITINGFORSTARTTASK -> 1;
      case IDLE, LEAVINGPOOL -> 2;
      case RUNNING -> 3 + node.load().usedSlots();
    };
  }
}
