package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.run.RunEvent.Observed;
import dev.batchline.run.RunEvent.Succeeded;
import dev.batchline.run.RunEvent.WillRetry;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What becomes of each task, and the sums over all of them; the part of {@link RunState} that
 * events of tasks change. Only what can follow does: anything else throws {@link
 * IllegalStateException}.
 */
final class TaskProgress {

  final PlanHeader plan;
  final TaskTable table;
  final ReusedTasks reused;
  final List<GroupState> groups;
  final UsageMeter usage = new UsageMeter();
  final Failures failures;
  final Looks looks = new Looks();
  final NodeTable nodes = new NodeTable();

  /** Failed tasks of which the last attempt ran, and not only one before. */
  private final BitSet ranLast = new BitSet();

  private final DueQueue later = new DueQueue();
  private final int[] byStatus = new int[TaskStatus.size()];
  private long attempts;

  TaskProgress(PlanHeader plan) {
    this.plan = plan;
    this.table = new TaskTable(plan.taskCount());
    this.reused = new ReusedTasks(plan.taskCount());
    this.failures = new Failures(plan.taskCount());
    this.groups = plan.groups().stream().map(GroupState::new).toList();
    byStatus[TaskStatus.WAITING.index()] = plan.taskCount();
  }

  int count(TaskStatus status) {
    return byStatus[status.index()];
  }

  /** How many attempts were submitted. */
  long attempts() {
    return attempts;
  }

  void reused(String run, Tries tries) {
    for (int task = tries.first(); task <= tries.last(); task++) {
      require(table.status(task) == TaskStatus.WAITING, task, "taking over its result");
      reused.add(task, run);
      table.submitted(task, tries.number());
      move(task, TaskStatus.REUSED);
    }
    passOver(tries.first(), tries.last());
  }

  void leftOut(TaskRange tasks) {
    for (int task = tasks.first(); task <= tasks.last(); task++) {
      require(table.status(task) == TaskStatus.WAITING, task, "leaving it out");
      reused.leaveOut(task);
      move(task, TaskStatus.NOT_RUN);
    }
    passOver(tasks.first(), tasks.last());
  }

  /** In the groups of these tasks, the first one that was never submitted is one that may be. */
  private void passOver(int first, int last) {
    for (GroupState group : groups) {
      if (group.planned.first() <= last && group.end() > first) {
        while (group.next < group.end() && table.status(group.next) != TaskStatus.WAITING) {
          group.next++;
        }
      }
    }
  }

  /** Where the tasks end that follow one that was never submitted, at most {@code most} of them. */
  int endOfWaiting(int task, int end, int most) {
    int last = Math.min(end, task + most);
    int next = task;
    while (next < last && table.status(next) == TaskStatus.WAITING) {
      next++;
    }
    return next;
  }

  void submitting(Tries tries) {
    for (int task = tries.first(); task <= tries.last(); task++) {
      boolean first = table.status(task) == TaskStatus.WAITING && tries.number() == 1;
      boolean again =
          table.status(task) == TaskStatus.RETRYING && tries.number() == table.number(task);
      require(first || again, task, "submitting attempt " + tries.number());
    }
    for (int task = tries.first(); task <= tries.last(); task++) {
      attempts++;
      table.submitted(task, tries.number());
      move(task, TaskStatus.SUBMITTED);
    }
    passOver(tries.first(), tries.last());
  }

  void postponed(Tries tries, Instant until) {
    for (int task = tries.first(); task <= tries.last(); task++) {
      require(isSubmitted(task, tries.number()), task, "postponing attempt " + tries.number());
    }
    attempts -= tries.count();
    for (int task = tries.first(); task <= tries.last(); task++) {
      group(task).postponed();
      putOff(task, until);
    }
  }

  void ended(AttemptId id, Outcome outcome) {
    int task = id.ordinal();
    require(awaits(id), task, "the end of attempt " + id.number());
    looks.ended(table.place(task), outcome);
    outcome.execution().ifPresent(execution -> executed(task, execution));
    if (outcome instanceof Outcome.Failed failed) {
      countFailure(task, failed);
      failures.add(task, failed, looks.count());
      ranLast.set(task, failed.execution().isPresent());
      failed
          .execution()
          .ifPresent(where -> nodes.failed(where.node(), table.place(task), task, failed));
      move(task, TaskStatus.UNDECIDED);
    } else {
      outcome.execution().ifPresent(where -> nodes.succeeded(where.node()));
      move(task, TaskStatus.SUCCEEDED);
    }
  }

  void succeeded(Succeeded event) {
    for (RunEvent.Success each : event.attempts()) {
      AttemptId id = new AttemptId(each.task(), plan.taskId(each.task()), each.number());
      ended(id, new Outcome.Succeeded(Optional.of(each.execution(event.node()))));
    }
  }

  /** A rule of the job file has a count of its own. */
  private void countFailure(int task, Outcome.Failed failed) {
    OptionalInt rule = rule(task, failed);
    if (rule.isPresent()) {
      table.countRuleFailure(task, rule.getAsInt());
    } else {
      table.countFailure(task, RetryBudget.of(failed.row()));
    }
  }

  /** Index of the job file's rule for a failed attempt, if there is one. */
  OptionalInt rule(int task, Outcome.Failed failed) {
    return plan.retry().ruleFor(failed.attempt(group(task).planned.name()));
  }

  private void executed(int task, Outcome.Execution execution) {
    int node = usage.attempt(execution);
    table.executed(task, node, execution);
    group(task).executed(execution);
  }

  void willRetry(WillRetry retry) {
    int task = retry.ordinal();
    require(table.status(task) == TaskStatus.UNDECIDED, task, "a retry");
    failures.retried(task);
    table.nextNumber(task);
    table.elsewhere(task, retry.elsewhere());
    if (retry.place() > 0) {
      table.move(task, retry.place());
    }
    putOff(task, retry.notBefore());
  }

  void gaveUp(int task) {
    require(table.status(task) == TaskStatus.UNDECIDED, task, "giving up");
    failures.forGood(task, ranLast.get(task) ? table.execution(task, usage) : Optional.empty());
    move(task, TaskStatus.FAILED);
  }

  void skipped(String name) {
    GroupState group =
        groups.stream()
            .filter(each -> each.planned.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no group " + name));
    require(group.waits(), group.planned.first(), "skipping its group");
    for (int task = group.planned.first(); task < group.end(); task++) {
      if (table.status(task) == TaskStatus.WAITING) {
        move(task, TaskStatus.NOT_RUN);
      }
    }
    passOver(group.planned.first(), group.planned.first());
  }

  void observed(Observed look) {
    looks.add(look);
    nodes.observed(look.at(), look.busy());
    usage.nodes(look.at(), look.nodes(), look.cores());
  }

  private void putOff(int task, Instant until) {
    table.due(task, until.toEpochMilli());
    later.add(until.toEpochMilli(), task);
    move(task, TaskStatus.RETRYING);
  }

  private boolean isLater(long due, int task) {
    return table.status(task) == TaskStatus.RETRYING && table.due(task) == due;
  }

  private void move(int task, TaskStatus to) {
    TaskStatus from = table.status(task);
    byStatus[from.index()]--;
    byStatus[to.index()]++;
    table.status(task, to);
    group(task).moved(from, to);
  }

  private void require(boolean legal, int task, String what) {
    if (!legal) {
      throw new IllegalStateException(
          what
              + " can't follow: task "
              + plan.taskId(task)
              + " is "
              + table.status(task)
              + " with attempt "
              + table.number(task));
    }
  }

  private GroupState group(int task) {
    int low = 0;
    int high = groups.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (groups.get(middle).planned.first() <= task) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return groups.get(low);
  }

  boolean isSubmitted(int task, int number) {
    return table.status(task) == TaskStatus.SUBMITTED && table.number(task) == number;
  }

  /** Whether the end of this attempt would be news. */
  boolean awaits(AttemptId id) {
    if (id.ordinal() < 0 || id.ordinal() >= plan.taskCount()) {
      return false;
    }
    TaskStatus status = table.status(id.ordinal());
    return table.number(id.ordinal()) == id.number()
        && (status == TaskStatus.SUBMITTED || status == TaskStatus.RETRYING);
  }

  /** Offers tasks that may be submitted again by now. */
  void forEachDue(Instant now, DueQueue.DueTask action) {
    later.forEachDue(
        now.toEpochMilli(), (due, task) -> !isLater(due, task) || action.test(due, task));
  }

  /** When the next task may be submitted again. */
  Optional<Instant> nextDue() {
    return later.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(later.firstDue()));
  }

  /** Forgets retries that were submitted since, or whose attempt ended after all. */
  void forgetPast() {
    while (!later.isEmpty() && !isLater(later.firstDue(), later.firstOrdinal())) {
      later.removeFirst();
    }
  }
}
