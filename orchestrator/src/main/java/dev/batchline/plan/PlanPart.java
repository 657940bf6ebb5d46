package dev.batchline.plan;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some tasks of a plan as a plan of their own.
 *
 * <p>A task keeps its id: it becomes a group of one under that name. Groups whose outputs a chosen
 * task reads come along whole, and so on, so that the part can run by itself.
 */
public final class PlanPart implements Plan {

  private final Plan whole;
  private final PlanHeader header;

  /** Where the tasks of each of the header's groups begin in the whole plan. */
  private final List<Integer> origins;

  private PlanPart(Plan whole, PlanHeader header, List<Integer> origins) {
    this.whole = whole;
    this.header = header;
    this.origins = List.copyOf(origins);
  }

  /**
   * @param taskIds one or more
   * @throws RunException of blame USER if the plan has no such task
   */
  public static PlanPart of(Plan whole, Collection<String> taskIds) {
    Set<Integer> chosen = new TreeSet<>();
    for (String id : taskIds) {
      chosen.add(ordinal(whole.header(), id));
    }
    Set<String> complete = new HashSet<>();
    chosen.forEach(task -> addGroupsRead(whole, task, complete));
    List<PlannedGroup> groups = new ArrayList<>();
    List<Integer> origins = new ArrayList<>();
    int next = 0;
    for (PlannedGroup group : whole.header().groups()) {
      List<String> after = group.after().stream().filter(complete::contains).toList();
      if (complete.contains(group.name())) {
        groups.add(new PlannedGroup(group.name(), next, group.count(), group.forEach(), after));
        origins.add(group.first());
        next += group.count();
        continue;
      }
      for (int task : chosen) {
        if (task >= group.first() && task < group.first() + group.count()) {
          groups.add(new PlannedGroup(group.taskId(task), next, 1, false, after));
          origins.add(task);
          next++;
        }
      }
    }
    return new PlanPart(whole, withGroups(whole.header(), groups), origins);
  }

  @Override
  public PlanHeader header() {
    return header;
  }

  @Override
  public PlannedTask task(int ordinal) {
    PlannedGroup group = header.groupOf(ordinal);
    int origin = origins.get(header.groups().indexOf(group)) + ordinal - group.first();
    PlannedTask task = whole.task(origin);
    return new PlannedTask(
        ordinal,
        task.id(),
        group.name(),
        task.invocation(),
        task.environment(),
        task.inputs(),
        task.earlierOutputs(),
        task.outputs(),
        task.timeLimit(),
        task.slots());
  }

  private static void addGroupsRead(Plan plan, int task, Set<String> complete) {
    for (EarlierOutput read : plan.task(task).earlierOutputs()) {
      if (complete.add(read.group())) {
        plan.header().groups().stream()
            .filter(group -> group.name().equals(read.group()) && group.count() > 0)
            .forEach(group -> addGroupsRead(plan, group.first(), complete));
      }
    }
  }

  private static int ordinal(PlanHeader header, String id) {
    return header.groups().stream()
        .map(group -> ordinal(group, id))
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElseThrow(
            () ->
                new RunException(
                    Blame.USER,
                    "find task \"" + id + "\"",
                    "the run has no such task",
                    "Its groups are "
                        + String.join(
                            ", ", header.groups().stream().map(PlannedGroup::name).toList())
                        + "; tasks of a group are numbered from 1."))
        .getAsInt();
  }

  private static OptionalInt ordinal(PlannedGroup group, String id) {
    if (!group.forEach()) {
      return id.equals(group.name()) ? OptionalInt.of(group.first()) : OptionalInt.empty();
    }
    String prefix = group.name() + "-";
    if (!id.startsWith(prefix) || !id.substring(prefix.length()).matches("[1-9][0-9]{0,8}")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(id.substring(prefix.length()));
    return number <= group.count()
        ? OptionalInt.of(group.first() + number - 1)
        : OptionalInt.empty();
  }

  private static PlanHeader withGroups(PlanHeader header, List<PlannedGroup> groups) {
    return new PlanHeader(
        header.name(),
        header.parameters(),
        header.app(),
        header.inputs(),
        header.pool(),
        groups,
        header.retry(),
        header.limits());
  }
}
