package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.run.RunEvent.CancelRequested;
import dev.batchline.run.RunEvent.Closed;
import dev.batchline.run.RunEvent.Ended;
import dev.batchline.run.RunEvent.Extending;
import dev.batchline.run.RunEvent.GaveUp;
import dev.batchline.run.RunEvent.LeftOut;
import dev.batchline.run.RunEvent.NodeBroken;
import dev.batchline.run.RunEvent.Observed;
import dev.batchline.run.RunEvent.Postponed;
import dev.batchline.run.RunEvent.Reused;
import dev.batchline.run.RunEvent.Skipped;
import dev.batchline.run.RunEvent.Submitting;
import dev.batchline.run.RunEvent.TakenOver;
import dev.batchline.run.RunEvent.TakingOut;
import dev.batchline.run.RunEvent.WillRetry;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a run: the sum of the events of its journal, and nothing else.
 *
 * <p>The same events in the same order make the same state. An event that can't follow what was
 * before throws {@link IllegalStateException}: that is a defect, or a damaged journal. There is no
 * object per task, so a million tasks take about 40 MB. One thread uses a state.
 */
public final class RunState {

  private final PlanHeader plan;
  private final TaskTable table;
  private final ReusedTasks reused;
  private final List<GroupState> groups;
  private final UsageMeter usage = new UsageMeter();
  private final DueQueue later = new DueQueue();
  private final Failures failures = new Failures();
  private final Looks looks = new Looks();
  private final NodeTable nodes = new NodeTable();
  private final Set<Integer> further = new TreeSet<>();
  private final int[] byStatus = new int[TaskStatus.size()];

  private Optional<Instant> started = Optional.empty();
  private Optional<String> closed = Optional.empty();
  private Optional<String> cancelled = Optional.empty();
  private Optional<RunEvent.Finished> finished = Optional.empty();
  private long attempts;

  public RunState(PlanHeader plan) {
    this.plan = plan;
    this.table = new TaskTable(plan.taskCount());
    this.reused = new ReusedTasks(plan.taskCount());
    this.groups = plan.groups().stream().map(GroupState::new).toList();
    byStatus[TaskStatus.WAITING.index()] = plan.taskCount();
  }

  /**
   * Goes on by one event.
   *
   * @throws IllegalStateException if the event can't follow; the state is of no use any more then
   */
  public void apply(RunEvent event) {
    if (event instanceof TakenOver takenOver) {
      started = started.or(() -> Optional.of(takenOver.at()));
    } else if (event instanceof Reused taken) {
      taken.tries().forEach(tries -> reused(taken.run(), tries));
    } else if (event instanceof LeftOut leftOut) {
      leftOut.tasks().forEach(this::leftOut);
    } else if (event instanceof Submitting submitting) {
      submitting.tries().forEach(this::submitting);
    } else if (event instanceof Postponed postponed) {
      postponed.tries().forEach(tries -> postponed(tries, postponed.until()));
    } else if (event instanceof Extending extending) {
      further.add(extending.place());
    } else if (event instanceof NodeBroken broken) {
      nodes.broken(broken);
    } else if (event instanceof TakingOut takingOut) {
      nodes.takingOut(takingOut);
    } else if (event instanceof Ended ended) {
      ended(ended.id(), ended.outcome());
    } else if (event instanceof WillRetry retry) {
      willRetry(retry);
    } else if (event instanceof GaveUp gaveUp) {
      gaveUp(gaveUp.ordinal());
    } else if (event instanceof Skipped skipped) {
      skipped(skipped.group());
    } else if (event instanceof Observed observed) {
      observed(observed);
    } else if (event instanceof Closed close) {
      closed = closed.or(() -> Optional.of(close.reason()));
    } else if (event instanceof CancelRequested cancel) {
      cancelled = cancelled.or(() -> Optional.of(cancel.reason()));
    }
    if (event instanceof RunEvent.Finished end) {
      finished = finished.or(() -> Optional.of(end));
    }
    while (!later.isEmpty() && !isLater(later.firstDue(), later.firstOrdinal())) {
      later.removeFirst();
    }
  }

  private void reused(String run, Tries tries) {
    for (int task = tries.first(); task <= tries.last(); task++) {
      require(table.status(task) == TaskStatus.WAITING, task, "taking over its result");
      reused.add(task, run);
      table.submitted(task, tries.number());
      move(task, TaskStatus.REUSED);
    }
    passOver(tries.first(), tries.last());
  }

  private void leftOut(TaskRange tasks) {
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

  private void submitting(Tries tries) {
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

  private void postponed(Tries tries, Instant until) {
    for (int task = tries.first(); task <= tries.last(); task++) {
      require(isSubmitted(task, tries.number()), task, "postponing attempt " + tries.number());
    }
    attempts -= tries.count();
    for (int task = tries.first(); task <= tries.last(); task++) {
      group(task).postponed();
      putOff(task, until);
    }
  }

  private void ended(AttemptId id, Outcome outcome) {
    int task = id.ordinal();
    require(awaits(id), task, "the end of attempt " + id.number());
    looks.changed();
    outcome.execution().ifPresent(execution -> executed(task, execution));
    if (outcome instanceof Outcome.Failed failed) {
      countFailure(task, failed);
      failures.add(task, new Failures.Failure(failed, looks.count()));
      failed.execution().ifPresent(where -> nodes.failed(where.node(), place(task), task, failed));
      move(task, TaskStatus.UNDECIDED);
    } else {
      outcome.execution().ifPresent(where -> nodes.succeeded(where.node()));
      move(task, TaskStatus.SUCCEEDED);
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

  private void willRetry(WillRetry retry) {
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

  private void gaveUp(int task) {
    require(table.status(task) == TaskStatus.UNDECIDED, task, "giving up");
    failures.forGood(task);
    move(task, TaskStatus.FAILED);
  }

  private void skipped(String name) {
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

  private void observed(Observed look) {
    looks.add(look);
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

  private boolean isSubmitted(int task, int number) {
    return table.status(task) == TaskStatus.SUBMITTED && table.number(task) == number;
  }

  /** Whether the end of this attempt would be news. */
  public boolean awaits(AttemptId id) {
    if (id.ordinal() < 0 || id.ordinal() >= plan.taskCount()) {
      return false;
    }
    TaskStatus status = table.status(id.ordinal());
    return table.number(id.ordinal()) == id.number()
        && (status == TaskStatus.SUBMITTED || status == TaskStatus.RETRYING);
  }

  public PlanHeader plan() {
    return plan;
  }

  public TaskStatus status(int task) {
    return table.status(task);
  }

  /**
   * The run that made a task's result, if that was taken over; {@link #attempts(int)} is then the
   * number of the attempt there.
   */
  public Optional<String> reusedFrom(int task) {
    return reused.run(task);
  }

  /** All runs that results were taken over from. */
  public List<String> reusedRuns() {
    return reused.runs();
  }

  /** How many tasks nobody chose for a rerun, of those that have no result. */
  int leftOut() {
    return reused.leftOut();
  }

  /** Whether a task doesn't run because nobody chose it for a rerun. */
  public boolean isLeftOut(int task) {
    return reused.isLeftOut(task);
  }

  /** How many attempts a task has had; the number of the next one for a task that is retried. */
  public int attempts(int task) {
    return table.number(task);
  }

  /** How many failures of a task count against a budget. */
  int failures(int task, RetryBudget budget) {
    return table.failures(task, budget);
  }

  /** How many failures of a task a rule was for. */
  int ruleFailures(int task, int rule) {
    return table.ruleFailures(task, rule);
  }

  /** Number of the pool that the task is on, or goes to. */
  public int place(int task) {
    return table.place(task);
  }

  /** Nodes that attempts fail on, or that take none. */
  NodeTable nodes() {
    return nodes;
  }

  /** How many nodes were taken out because they were broken, or attempts kept failing there. */
  public int nodesReplaced() {
    return nodes.replaced();
  }

  /** Numbers of the further pools that may be there. */
  public Set<Integer> further() {
    return Collections.unmodifiableSet(further);
  }

  /** The node that the next attempt of a task is to avoid. */
  Optional<String> avoided(int task) {
    return table.elsewhere(task) ? execution(task).map(Outcome.Execution::node) : Optional.empty();
  }

  /** Where and when the last attempt of a task that ran did so. */
  public Optional<Outcome.Execution> execution(int task) {
    return table.execution(task, usage);
  }

  /** A task and how long its last attempt took. */
  record Took(int task, Duration time) {}

  /** The tasks that took longest, the longest first; looks at every task. */
  List<Took> longest(int most) {
    PriorityQueue<Took> longest = new PriorityQueue<>(Comparator.comparing(Took::time));
    for (int task = 0; task < plan.taskCount(); task++) {
      int each = task;
      execution(task)
          .map(ran -> new Took(each, Duration.between(ran.started(), ran.ended())))
          .ifPresent(longest::add);
      if (longest.size() > most) {
        longest.remove();
      }
    }
    return longest.stream().sorted(Comparator.comparing(Took::time).reversed()).toList();
  }

  /** What is left of each group, and how long its tasks take, by those that have ended. */
  List<GroupWork> work() {
    int running = Math.min(looks.running(), count(TaskStatus.SUBMITTED));
    List<GroupWork> work = new ArrayList<>();
    for (GroupState group : groups) {
      int runs = Math.min(running, group.submitted());
      running -= runs;
      work.add(group.work(runs));
    }
    return work;
  }

  /** Tasks that failed for good, with their last outcome: the first thousand, as they failed. */
  public Map<Integer, Outcome.Failed> failures() {
    return failures.kept();
  }

  /** What most tasks that failed for good failed of. */
  Optional<String> commonestCause() {
    return failures.commonestCause();
  }

  public TaskCounts counts() {
    int ended = ended();
    int runs = Math.min(looks.running(), count(TaskStatus.SUBMITTED));
    return new TaskCounts(
        plan.taskCount(),
        plan.taskCount() - ended - runs,
        runs,
        count(TaskStatus.SUCCEEDED),
        count(TaskStatus.FAILED),
        count(TaskStatus.NOT_RUN),
        count(TaskStatus.REUSED));
  }

  /** How many tasks have a result, failed for good, or never will run. */
  int ended() {
    return count(TaskStatus.SUCCEEDED)
        + count(TaskStatus.REUSED)
        + count(TaskStatus.FAILED)
        + count(TaskStatus.NOT_RUN);
  }

  /** Counts of a run that is over: what has not ended by then is not run. */
  public TaskCounts finalCounts() {
    int succeeded = count(TaskStatus.SUCCEEDED);
    int failed = count(TaskStatus.FAILED);
    int taken = count(TaskStatus.REUSED);
    int notRun = plan.taskCount() - succeeded - failed - taken;
    return new TaskCounts(plan.taskCount(), 0, 0, succeeded, failed, notRun, taken);
  }

  public int count(TaskStatus status) {
    return byStatus[status.index()];
  }

  /** What became of each group, in the order of the plan. */
  public List<GroupSummary> groups() {
    return groups.stream().map(GroupState::summary).toList();
  }

  /** How many attempts were submitted. */
  public long attempts() {
    return attempts;
  }

  public Usage usage() {
    return usage.usage(plan.pool().cores());
  }

  List<GroupState> groupStates() {
    return groups;
  }

  Map<Integer, Failures.Failure> undecided() {
    return failures.undecided();
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

  /** When the run began to run. */
  public Optional<Instant> started() {
    return started;
  }

  public Optional<Instant> observedAt() {
    return looks.last();
  }

  /** Where the next look at the target continues. */
  public Instant cursor() {
    return looks.cursor();
  }

  /** Why the target runs nothing more; empty while it does. */
  public Optional<String> closed() {
    return closed;
  }

  public Optional<String> cancelled() {
    return cancelled;
  }

  /** How the run ends; empty while it goes on. */
  public Optional<RunEvent.Finished> finished() {
    return finished;
  }

  int observations() {
    return looks.count();
  }

  /** How many of the last looks found nothing new. */
  int quietObservations() {
    return looks.quiet();
  }

  /** How long the run has been going on. */
  public Duration elapsed(Instant now) {
    return started.map(begin -> Duration.between(begin, now)).orElse(Duration.ZERO);
  }

  /** What became of a group. */
  public record GroupSummary(
      PlannedGroup group,
      int succeeded,
      int failed,
      int notRun,
      int reused,
      long attempts,
      Optional<Duration> span) {}
}
