package dev.batchline.emulator.model;

/** How many nodes of each kind a pool has or shall have. */
public record NodeTargets(int dedicated, int lowPriority) {

  public static final NodeTargets NONE = new NodeTargets(0, 0);

  public NodeTargets {
    if (dedicated < 0 || lowPriority < 0) {
      throw new IllegalArgumentException("a pool has 0 or more nodes");
    }
  }

  public int of(boolean dedicatedNodes) {
    return dedicatedNodes ? dedicated : lowPriority;
  }
}
