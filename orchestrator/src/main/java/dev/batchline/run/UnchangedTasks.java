package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.plan.EarlierOutput;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.TaskKeys;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RunStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds tasks that earlier runs of the same job have done, by their keys.
 *
 * <p>The latest runs are looked at, latest first, until every task is found: their keys, and the
 * journals of those that have something. A task that reads outputs is unchanged only if the very
 * same attempts made them.
 */
public final class UnchangedTasks {

  private static final int RUNS_LOOKED_AT = 20;

  private final Plan plan;
  private final PlanHeader header;
  private final TaskKeys keys;
  private final FileStore files;
  private final Takeover takeover;

  private UnchangedTasks(Plan plan, TaskKeys keys, FileStore files) {
    this.plan = plan;
    this.header = plan.header();
    this.keys = keys;
    this.files = files;
    this.takeover = Takeover.none(header.taskCount());
  }

  /** What a run of this plan needn't do; all of it if no earlier run has anything. */
  public static Takeover find(Plan plan, TaskKeys keys, FileStore files) {
    UnchangedTasks unchanged = new UnchangedTasks(plan, keys, files);
    List<Candidate> candidates = unchanged.candidates();
    for (PlannedGroup group : plan.header().groups()) {
      candidates.forEach(candidate -> unchanged.take(group, candidate));
    }
    unchanged.runWhatIsGone();
    return unchanged.takeover;
  }

  /** A run with something that fits. */
  private record Candidate(EarlierResults results, TaskKeys keys) {}

  private List<Candidate> candidates() {
    List<RunId> ids =
        files.runs(Runs.bareName(header.name()) + "-").stream()
            .sorted(Runs.LATEST_FIRST)
            .limit(RUNS_LOOKED_AT)
            .toList();
    List<Candidate> candidates = new ArrayList<>();
    for (RunId id : ids) {
      candidate(id).ifPresent(candidates::add);
      if (!candidates.isEmpty() && hasAll(candidates.get(candidates.size() - 1))) {
        break;
      }
    }
    return candidates;
  }

  private Optional<Candidate> candidate(RunId id) {
    RunStore store = files.run(id);
    Optional<TaskKeys> stored = store.keys().map(TaskKeys::read);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    PlanHeader earlier = StoredPlan.header(store);
    Map<String, PlannedGroup> groups = EarlierResults.groups(earlier);
    boolean fits =
        earlier.name().equals(header.name())
            && IntStream.range(0, header.taskCount())
                .anyMatch(task -> isSame(task, groups, stored.get()));
    return fits
        ? Optional.of(new Candidate(EarlierResults.of(id, RunHistory.read(store)), stored.get()))
        : Optional.empty();
  }

  private boolean isSame(int task, Map<String, PlannedGroup> groups, TaskKeys others) {
    int same = EarlierResults.same(groups, header, task).orElse(Integer.MAX_VALUE);
    return keys.same(task, others, same);
  }

  private boolean hasAll(Candidate candidate) {
    return IntStream.range(0, header.taskCount())
        .allMatch(
            task ->
                isSame(task, candidate) && candidate.results().result(header, task).isPresent());
  }

  private boolean isSame(int task, Candidate candidate) {
    return isSame(task, candidate.results().groups(), candidate.keys());
  }

  private void take(PlannedGroup group, Candidate candidate) {
    if (group.count() == 0 || !readsTheSame(group, candidate)) {
      return;
    }
    for (int task = group.first(); task < group.first() + group.count(); task++) {
      if (takeover.runs(task) && isSame(task, candidate)) {
        Optional<Takeover.Result> result = candidate.results().result(header, task);
        if (result.isPresent()) {
          takeover.take(task, result.get());
        }
      }
    }
  }

  /** Whether what the group reads was made by the same attempts that the candidate's tasks read. */
  private boolean readsTheSame(PlannedGroup group, Candidate candidate) {
    Set<String> read = reads(group);
    return header.groups().stream()
        .filter(each -> read.contains(each.name()))
        .flatMapToInt(each -> IntStream.range(each.first(), each.first() + each.count()))
        .allMatch(
            task -> {
              Optional<Takeover.Result> here = takeover.result(task);
              return here.isPresent() && here.equals(candidate.results().result(header, task));
            });
  }

  private Set<String> reads(PlannedGroup group) {
    Set<String> groups = new HashSet<>();
    for (EarlierOutput read : plan.task(group.first()).earlierOutputs()) {
      groups.add(read.group());
    }
    return groups;
  }

  /** Outputs may have been removed; their tasks run, and so do those that read them. */
  private void runWhatIsGone() {
    new OutputsCheck(plan, files).missing(takeover).stream().forEach(takeover::run);
    Set<String> changed = new HashSet<>();
    for (PlannedGroup group : header.groups()) {
      int end = group.first() + group.count();
      if (group.count() > 0 && reads(group).stream().anyMatch(changed::contains)) {
        IntStream.range(group.first(), end).forEach(takeover::run);
      }
      if (IntStream.range(group.first(), end).anyMatch(takeover::runs)) {
        changed.add(group.name());
      }
    }
  }
}
