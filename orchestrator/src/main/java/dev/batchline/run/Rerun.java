package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.Glob;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.EarlierOutput;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.TaskKeys;
import dev.batchline.spec.Names;
import dev.batchline.storage.RunStore;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Works out what a rerun runs: the tasks that are chosen and, unless told not to, those that read
 * their outputs, directly or through others.
 *
 * <p>The others' results are taken over. A task that is neither chosen nor has a result is left
 * out, and so is what comes after it.
 */
public final class Rerun {

  private final Plan plan;
  private final PlanHeader header;
  private final EarlierResults earlier;
  private final BitSet named = new BitSet();
  private final BitSet chosen = new BitSet();
  private final BitSet stale = new BitSet();

  private Rerun(Plan plan, EarlierResults earlier) {
    this.plan = plan;
    this.header = plan.header();
    this.earlier = earlier;
  }

  /**
   * @param plan of the new run
   * @param onlyThese whether tasks that read outputs of the chosen ones keep their results
   * @throws RunException with the user's blame if a pattern fits no task, nothing would run, or a
   *     chosen task comes after one that has no result and is not chosen
   */
  public static Takeover of(
      Plan plan, RunId run, RunHistory history, RerunChoice choice, boolean onlyThese) {
    Rerun rerun = new Rerun(plan, EarlierResults.of(run, history));
    rerun.choose(choice);
    BitSet readers = rerun.readers();
    if (onlyThese) {
      rerun.stale.or(readers);
    } else {
      rerun.chosen.or(readers);
    }
    return rerun.takeover();
  }

  /**
   * Keys of a rerun's tasks: a result that is taken over keeps the key of what made it.
   *
   * @param earlier the run it is a rerun of
   */
  public static TaskKeys keys(Plan plan, RunStore earlier, RunHistory history, Takeover takeover) {
    Optional<TaskKeys> known = earlier.keys().map(TaskKeys::read);
    EarlierResults results = EarlierResults.of(earlier.id(), history);
    return TaskKeys.of(
        plan,
        task -> {
          if (takeover.result(task).isEmpty()) {
            return Optional.empty();
          }
          OptionalInt same = results.same(plan.header(), task);
          return Optional.of(
              known.isPresent() && same.isPresent() && !takeover.isStale(task)
                  ? known.get().key(same.getAsInt())
                  : TaskKeys.unknown());
        });
  }

  /**
   * How many results are taken over that were made by another command, or with other executables,
   * inputs or environment, than the plan has now.
   *
   * @param earlier the run it is a rerun of
   */
  public static int changed(Plan plan, RunStore earlier, RunHistory history, Takeover takeover) {
    Optional<TaskKeys> known = earlier.keys().map(TaskKeys::read);
    if (known.isEmpty()) {
      return 0;
    }
    TaskKeys now = TaskKeys.of(plan);
    EarlierResults results = EarlierResults.of(earlier.id(), history);
    return (int)
        IntStream.range(0, plan.header().taskCount())
            .filter(task -> takeover.result(task).isPresent())
            .filter(
                task -> {
                  OptionalInt same = results.same(plan.header(), task);
                  return same.isPresent()
                      && known.get().isKnown(same.getAsInt())
                      && !now.same(task, known.get(), same.getAsInt());
                })
            .count();
  }

  private void choose(RerunChoice choice) {
    if (choice instanceof RerunChoice.Named these) {
      these.patterns().forEach(this::choose);
    } else if (choice instanceof RerunChoice.Failed) {
      for (int task = 0; task < header.taskCount(); task++) {
        chosen.set(task, earlier.result(header, task).isEmpty());
      }
    } else {
      chosen.set(0, header.taskCount());
    }
    if (chosen.isEmpty()) {
      throw new RunException(
          Blame.USER,
          "run tasks of " + earlier.run() + " again",
          "none failed: all have a result",
          "Leave out --failed to run all of them again, or name some with --tasks.");
    }
  }

  private void choose(String pattern) {
    Glob glob = Glob.of(pattern);
    boolean fits = false;
    for (PlannedGroup group : header.groups()) {
      for (int task = group.first(); task < group.first() + group.count(); task++) {
        if (glob.matches(group.taskId(task))) {
          named.set(task);
          fits = true;
        }
      }
    }
    if (!fits) {
      throw new RunException(
          Blame.USER,
          "find task \"" + pattern + "\"",
          fitsEarlier(glob)
              ? "run " + earlier.run() + " has it, but would not with what was changed"
              : "run " + earlier.run() + " has no such task",
          meant(pattern).map(near -> "Did you mean \"" + near + "\"? ").orElse("")
              + "Its tasks are "
              + String.join(", ", header.groups().stream().map(Rerun::span).toList()));
    }
    chosen.or(named);
  }

  private boolean fitsEarlier(Glob glob) {
    PlanHeader then = earlier.history().plan();
    return IntStream.range(0, then.taskCount()).mapToObj(then::taskId).anyMatch(glob::matches);
  }

  /** The pattern with the name of a group that is much like its own. */
  private Optional<String> meant(String pattern) {
    List<String> groups = header.groups().stream().map(PlannedGroup::name).toList();
    int end = pattern.lastIndexOf('-');
    String name = end < 0 ? pattern : pattern.substring(0, end);
    return Names.nearest(name, groups)
        .filter(near -> !near.equals(name))
        .map(near -> near + pattern.substring(name.length()));
  }

  private static String span(PlannedGroup group) {
    return group.forEach() && group.count() > 1
        ? group.taskId(group.first()) + " to " + group.taskId(group.first() + group.count() - 1)
        : group.taskId(group.first());
  }

  /**
   * Tasks that read outputs of chosen ones, directly or through others. Groups are in an order in
   * which each follows those it reads.
   */
  private BitSet readers() {
    BitSet readers = new BitSet();
    Set<String> changed = new HashSet<>();
    for (PlannedGroup group : header.groups()) {
      int end = group.first() + group.count();
      if (group.count() > 0 && reads(group).stream().anyMatch(changed::contains)) {
        readers.set(group.first(), end);
        changed.add(group.name());
      }
      int first = chosen.nextSetBit(group.first());
      if (first >= 0 && first < end) {
        changed.add(group.name());
      }
    }
    return readers;
  }

  private List<String> reads(PlannedGroup group) {
    return plan.task(group.first()).earlierOutputs().stream().map(EarlierOutput::group).toList();
  }

  private Takeover takeover() {
    Takeover takeover = Takeover.forRerunOf(earlier.run(), header.taskCount());
    Map<String, Gap> gaps = new HashMap<>();
    for (PlannedGroup group : header.groups()) {
      Optional<Gap> before = group.after().stream().map(gaps::get).filter(g -> g != null).findAny();
      BitSet without = new BitSet();
      for (int task = group.first(); task < group.first() + group.count(); task++) {
        if (chosen.get(task) && before.isEmpty()) {
          continue;
        }
        if (named.get(task)) {
          throw blocked(task, before.orElseThrow());
        }
        Optional<Takeover.Result> result = earlier.result(header, task);
        if (result.isPresent()) {
          if (stale.get(task)) {
            takeover.takeStale(task, result.get());
          } else {
            takeover.take(task, result.get());
          }
        } else {
          takeover.leaveOut(task);
          without.set(task);
        }
      }
      if (!without.isEmpty()) {
        gaps.put(
            group.name(), new Gap(header.taskId(without.nextSetBit(0)), without.cardinality()));
      }
    }
    return takeover;
  }

  /** Tasks of a group that have no result and won't get one. */
  private record Gap(String first, int count) {
    @Override
    public String toString() {
      return first + (count > 1 ? " and " + (count - 1) + " more" : "");
    }
  }

  private RunException blocked(int task, Gap gap) {
    return new RunException(
        Blame.USER,
        "run " + header.taskId(task) + " again",
        "it comes after " + gap + ", which failed or never ran in run " + earlier.run(),
        "Run these, too, with: batchline rerun " + earlier.run() + " --failed");
  }
}
