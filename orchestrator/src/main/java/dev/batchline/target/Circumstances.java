package dev.batchline.target;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a target can tell about attempts that wait in one of a run's pools; all of it may be some
 * seconds old.
 *
 * @param name of the pool and of its job
 * @param waiting attempts that are accepted and do not run yet
 * @param running attempts that run now
 * @param pool where they would run; empty when it is gone
 */
public record Circumstances(
    String name, JobCondition job, int waiting, int running, Optional<PoolCondition> pool) {

  /** Whether the job takes and starts tasks. */
  public enum JobCondition {
    ACTIVE,
    /** Somebody has disabled it; nothing starts until somebody enables it. */
    DISABLED,
    /** It was terminated, or its wall-clock limit passed. */
    ENDED,
    GONE
  }

  /**
   * The nodes there are and the nodes there should be.
   *
   * @param nodesByState how many nodes are in each state, by the target's own words, zeros left out
   * @param slotsPerNode attempts that one node runs at once
   * @param wanted how many nodes the pool is to have; empty when not known
   * @param resizing whether nodes are being added or removed now
   * @param oldestBoot since when the first of the nodes that boot does so
   * @param formula empty for a pool of a fixed size, or before the first evaluation
   * @param shortages why the last resize brought fewer nodes than wanted; may be stale
   * @param broken nodes that can't take attempts, a few of them
   */
  public record PoolCondition(
      Map<String, Integer> nodesByState,
      int slotsPerNode,
      OptionalInt wanted,
      boolean resizing,
      Optional<Instant> oldestBoot,
      Optional<Formula> formula,
      List<Shortage> shortages,
      List<BrokenNode> broken) {

    public PoolCondition {
      nodesByState = Map.copyOf(nodesByState);
      shortages = List.copyOf(shortages);
      broken = List.copyOf(broken);
    }

    /** How many nodes are in any of these states. */
    public int nodes(List<String> states) {
      return states.stream().mapToInt(state -> nodesByState.getOrDefault(state, 0)).sum();
    }

    public int nodes() {
      return nodesByState.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * The last evaluation of the formula that a pool follows.
   *
   * @param wants how many nodes; empty when it failed or said nothing
   * @param because variables that this was worked out from with their values, the nearest first
   * @param error of the evaluation, one line; empty when it worked
   */
  public record Formula(
      Instant evaluated,
      Duration interval,
      OptionalInt wants,
      List<Variable> because,
      String error) {

    public Formula {
      because = List.copyOf(because);
    }

    public Instant next() {
      return evaluated.plus(interval);
    }
  }

  /** A variable of a formula as the service prints it. */
  public record Variable(String name, String value) {}

  /**
   * Why nodes were not given.
   *
   * @param code the target's own
   * @param cause by code
   * @param detail what the target says more, one line; may be empty
   * @param quota how much of it is used, where it is one
   */
  public record Shortage(
      ShortageCause cause, String code, String detail, Optional<CoreQuota> quota) {

    public Shortage(ShortageCause cause, String code, String detail) {
      this(cause, code, detail, Optional.empty());
    }
  }

  /**
   * A quota of cores that is used up.
   *
   * @param what of which cores, such as {@code dedicated cores}
   * @param used by all pools of the account
   * @param limit empty where the target does not tell
   * @param own of this pool
   * @param perNode cores of one more node
   */
  public record CoreQuota(
      String what, int used, OptionalInt limit, int own, String vmSize, int perNode) {}

  /** Kinds of shortage. */
  public enum ShortageCause {
    /** The account, or its subscription, may not have more cores. */
    QUOTA,
    /** The region has no more such machines at the moment. */
    NO_CAPACITY,
    /** Somebody stopped the resize. */
    STOPPED,
    OTHER
  }

  /**
   * A node that takes no attempts.
   *
   * @param state by the target's own words
   * @param problem what happened to it, one line
   * @param lastLine the last line that its start task, or the staging of files, wrote to stderr;
   *     may be empty
   */
  public record BrokenNode(String node, String state, String problem, String lastLine) {}
}
