package dev.batchline.emulator.model;

import java.time.Duration;
import java.util.List;

/**
 * How many nodes a pool shall have, and how far it is with that.
 *
 * @param timeout after which a resize ends short of its targets
 * @param errors of the last resize
 * @param settled whether the pool has been steady once
 */
public record Sizing(
    Since<AllocationState> allocation,
    NodeTargets targets,
    Duration timeout,
    List<ResizeError> errors,
    boolean settled) {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

  public Sizing {
    errors = List.copyOf(errors);
  }

  public boolean steady() {
    return allocation.state() == AllocationState.STEADY;
  }

  public Sizing withAllocation(Since<AllocationState> next) {
    return new Sizing(
        next, targets, timeout, errors, settled || next.state() == AllocationState.STEADY);
  }

  public Sizing withTargets(NodeTargets next) {
    return new Sizing(allocation, next, timeout, errors, settled);
  }

  public Sizing withTimeout(Duration next) {
    return new Sizing(allocation, targets, next, errors, settled);
  }

  public Sizing withErrors(List<ResizeError> next) {
    return new Sizing(allocation, targets, timeout, next, settled);
  }
}
