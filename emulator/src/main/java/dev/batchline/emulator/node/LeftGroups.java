package dev.batchline.emulator.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Process groups whose command has ended, and that live on until they aren't needed any more: those
 * of coordination commands, which start what the instances of a task talk to.
 */
final class LeftGroups {

  private final ProcessGroups groups;
  private final Map<Path, List<Long>> byDirectory = new HashMap<>();

  LeftGroups(ProcessGroups groups) {
    this.groups = groups;
  }

  /** Lets a group live on, as one of a task's directory. */
  synchronized void keep(Path directory, long group) {
    byDirectory.computeIfAbsent(directory, key -> new ArrayList<>()).add(group);
  }

  /** Kills the groups of the directories that are that one or beneath it. */
  synchronized void kill(Path directory) {
    List<Path> ended =
        byDirectory.keySet().stream().filter(one -> one.startsWith(directory)).toList();
    ended.forEach(one -> byDirectory.remove(one).forEach(groups::kill));
  }
}
