package dev.batchline.cli.console;

import dev.batchline.report.FailureGroups;
import dev.batchline.report.FailureGroups.Group;
import dev.batchline.report.Wording;
import dev.batchline.run.FailedTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tasks that failed for good, at the end of a run; what failed alike is said once. */
final class FailedTasksText {

  /** How many groups are told. */
  private static final int GROUPS = 5;

  /** How many tasks of a group are named. */
  private static final int NAMED = 5;

  private static final int TAIL = 10;

  private FailedTasksText() {}

  /**
   * @param count how many tasks failed, of which some are told
   * @param directory where logs are
   */
  static List<String> of(List<FailedTask> failed, int count, Path directory) {
    List<Group<FailedTask>> groups =
        FailureGroups.of(failed, task -> FailureGroups.how(task.outcome()), FailedTask::tail);
    List<String> lines = new ArrayList<>();
    groups.stream().limit(GROUPS).forEach(group -> lines.addAll(of(group, directory)));
    int more = count - groups.stream().limit(GROUPS).mapToInt(Group::size).sum();
    if (more > 0) {
      lines.add("");
      lines.add("and " + Wording.count(more, "more failed task") + ", see the report.");
    }
    return lines;
  }

  private static List<String> of(Group<FailedTask> group, Path directory) {
    FailedTask first = group.first();
    String how = FailureText.of(first.outcome());
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        group.size() == 1
            ? "Task "
                + first.last().taskId()
                + " failed after "
                + Wording.count(first.last().number(), "attempt")
                + ": "
                + how
            : Wording.count(group.size(), "task") + " failed alike: " + how);
    List<String> tail = ForeignText.block(group.tail()).stripTrailing().lines().toList();
    tail.subList(Math.max(0, tail.size() - TAIL), tail.size())
        .forEach(line -> lines.add("  | " + line));
    if (group.size() > 1) {
      List<String> tasks = group.members().stream().map(task -> task.last().taskId()).toList();
      lines.add("  tasks: " + Wording.names(tasks, NAMED));
    }
    lines.add(
        (group.size() == 1 ? "  logs: " : "  logs of the first: ")
            + directory.resolve(first.logs()));
    return lines;
  }
}
