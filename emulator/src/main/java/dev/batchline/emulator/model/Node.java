package dev.batchline.emulator.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A compute node.
 *
 * @param root its directory, once it is made
 * @param startTask how the start task of this boot went
 */
public record Node(
    Origin origin,
    Since<NodeState> state,
    boolean schedulingEnabled,
    Optional<Instant> lastBoot,
    Optional<Path> root,
    Optional<Execution> startTask,
    NodeLoad load,
    List<Problem> errors) {

  /** What a node is from its allocation to its end. */
  public record Origin(
      String poolId, String id, int number, boolean dedicated, String vmSize, Instant allocated) {

    /** One of this machine's own, at which the other nodes reach it. */
    public String ipAddress() {
      int host = number + 4;
      return "127.0." + host / 256 + "." + host % 256;
    }
  }

  /** What is wrong with an unusable node. */
  public record Problem(String code, String message) {}

  public Node {
    errors = List.copyOf(errors);
  }

  /** A node that was just allocated. */
  public static Node allocated(Origin origin) {
    return new Node(
        origin,
        new Since<>(NodeState.CREATING, origin.allocated()),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        NodeLoad.NONE,
        List.of());
  }

  public String id() {
    return origin.id();
  }

  public String key() {
    return Ids.key(origin.id());
  }

  public boolean dedicated() {
    return origin.dedicated();
  }

  public boolean is(NodeState one) {
    return state.state() == one;
  }

  /** Whether tasks can be put on it. */
  public boolean takesTasks() {
    return schedulingEnabled && (is(NodeState.IDLE) || is(NodeState.RUNNING));
  }

  public String affinityId() {
    return "TVM:" + origin.id();
  }

  public Node withState(NodeState next, Instant at) {
    return new Node(
        origin, new Since<>(next, at), schedulingEnabled, lastBoot, root, startTask, load, errors);
  }

  public Node withScheduling(boolean enabled) {
    return new Node(origin, state, enabled, lastBoot, root, startTask, load, errors);
  }

  public Node withBoot(Instant at) {
    return new Node(
        origin, state, schedulingEnabled, Optional.of(at), root, startTask, load, errors);
  }

  public Node withRoot(Optional<Path> next) {
    return new Node(origin, state, schedulingEnabled, lastBoot, next, startTask, load, errors);
  }

  public Node withStartTask(Optional<Execution> next) {
    return new Node(origin, state, schedulingEnabled, lastBoot, root, next, load, errors);
  }

  public Node withLoad(NodeLoad next) {
    return new Node(origin, state, schedulingEnabled, lastBoot, root, startTask, next, errors);
  }

  public Node withErrors(List<Problem> next) {
    return new Node(origin, state, schedulingEnabled, lastBoot, root, startTask, load, next);
  }
}
