package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * A task group as far as it could be read.
 *
 * @param name with its place, if there is one
 * @param follows the groups it says it comes after or reads from, with their places
 * @param slotsAt where it says how many slots its tasks take, if it does
 * @param group absent when something is wrong with it
 */
record GroupDraft(
    Optional<Scalar> name,
    List<Follows> follows,
    Optional<Position> slotsAt,
    boolean hasOutputs,
    Optional<TaskGroup> group) {

  GroupDraft {
    follows = List.copyOf(follows);
  }

  /**
   * @param reads whether it reads outputs of that group
   */
  record Follows(String group, Position at, boolean reads) {}

  String text() {
    return name.map(Scalar::text).orElse("");
  }
}
