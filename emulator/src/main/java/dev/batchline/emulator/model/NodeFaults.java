package dev.batchline.emulator.model;

/** What can happen to a node without anybody's wish; any thread may call. */
public interface NodeFaults {

  /**
   * Azure takes a Spot node away; it comes back empty when there is capacity again.
   *
   * @throws BatchError 404 if there is no such node, 409 if it is no Spot node
   */
  void preempt(String poolId, String nodeId);

  /**
   * A node stops working and stays so until it is restarted or removed.
   *
   * @throws BatchError 404 if there is no such node
   */
  void makeUnusable(String poolId, String nodeId, Node.Problem problem);
}
