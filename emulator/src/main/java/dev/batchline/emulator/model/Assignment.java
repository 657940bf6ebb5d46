package dev.batchline.emulator.model;

import java.util.List;

/**
 * That a task is to run on a node, or a multi-instance task on several.
 *
 * @param nodes the primary instance's first
 */
public record Assignment(AccountJob job, Task task, List<Node> nodes) {

  public Assignment {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a task is assigned to one node or more");
    }
  }

  public Node primary() {
    return nodes.get(0);
  }
}
