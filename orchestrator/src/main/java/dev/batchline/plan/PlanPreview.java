package dev.batchline.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@code batchline plan} shows: all of a plan but only the first tasks of each group.
 *
 * @param uploadBytes sum over {@code uploads}; what Storage has already is not taken off
 */
public record PlanPreview(
    PlanHeader header, List<LocalFile> uploads, long uploadBytes, List<Group> groups) {

  public PlanPreview {
    uploads = List.copyOf(uploads);
    groups = List.copyOf(groups);
  }

  /** A group and its first tasks, complete, with their commands as they will run. */
  public record Group(PlannedGroup group, List<PlannedTask> firstTasks) {
    public Group {
      firstTasks = List.copyOf(firstTasks);
    }
  }

  /**
   * @param tasksPerGroup how many tasks of each group to show at most
   */
  public static PlanPreview of(PlannedRun run, int tasksPerGroup) {
    Plan plan = run.plan();
    List<Group> groups = new ArrayList<>();
    for (PlannedGroup group : plan.header().groups()) {
      int shown = Math.min(tasksPerGroup, group.count());
      groups.add(
          new Group(
              group,
              IntStream.range(group.first(), group.first() + shown).mapToObj(plan::task).toList()));
    }
    long bytes = run.uploads().stream().mapToLong(LocalFile::size).sum();
    return new PlanPreview(plan.header(), run.uploads(), bytes, groups);
  }
}
