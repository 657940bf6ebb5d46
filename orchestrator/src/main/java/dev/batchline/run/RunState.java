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
import dev.batchline.run.RunEvent.Succeeded;
import dev.batchline.run.RunEvent.TakenOver;
import dev.batchline.run.RunEvent.TakingOut;
import dev.batchline.run.RunEvent.WillRetry;
import dev.batchline.target.AttemptId;
import dev.batchline.target.KnownEnds;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What is known of a run: the sum of the events of its journal, and nothing else.
 *
 * <p>The same events in the same order make the same state. An event that can't follow what was
 * before throws {@link IllegalStateException}: that is a defect, or a damaged journal. There is no
 * object per task, so a million tasks take about 40 MB. One thread uses a state.
 */
public final class RunState {

  private final PlanHeader plan;
  private final TaskProgress tasks;
  private final Set<Integer> further = new TreeSet<>();
  private final LastHandOver lastHandOver = new LastHandOver();
  private final Stillness stillness = new Stillness();

  private Optional<Instant> started = Optional.empty();
  private Optional<String> closed = Optional.empty();
  private Optional<String> cancelled = Optional.empty();
  private Optional<RunEvent.Finished> finished = Optional.empty();

  public RunState(PlanHeader plan) {
    this.plan = plan;
    this.tasks = new TaskProgress(plan);
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
      taken.tries().forEach(tries -> tasks.reused(taken.run(), tries));
    } else if (event instanceof LeftOut leftOut) {
      leftOut.tasks().forEach(tasks::leftOut);
    } else if (event instanceof Submitting submitting) {
      submitting.tries().forEach(tasks::submitting);
    } else if (event instanceof Postponed postponed) {
      postponed.tries().forEach(tries -> tasks.postponed(tries, postponed.until()));
    } else if (event instanceof Extending extending) {
      further.add(extending.place());
    } else if (event instanceof NodeBroken broken) {
      tasks.nodes.broken(broken);
    } else if (event instanceof TakingOut takingOut) {
      tasks.nodes.takingOut(takingOut);
    } else if (event instanceof Succeeded succeeded) {
      tasks.succeeded(succeeded);
    } else if (event instanceof Ended ended) {
      tasks.ended(ended.id(), ended.outcome());
    } else if (event instanceof WillRetry retry) {
      tasks.willRetry(retry);
    } else if (event instanceof GaveUp gaveUp) {
      tasks.gaveUp(gaveUp.ordinal());
    } else if (event instanceof Skipped skipped) {
      tasks.skipped(skipped.group());
    } else if (event instanceof Observed observed) {
      tasks.observed(observed);
    } else if (event instanceof Closed close) {
      closed = closed.or(() -> Optional.of(close.reason()));
    } else if (event instanceof CancelRequested cancel) {
      cancelled = cancelled.or(() -> Optional.of(cancel.reason()));
    }
    if (event instanceof RunEvent.Finished end) {
      finished = finished.or(() -> Optional.of(end));
    }
    lastHandOver.goOn(event);
    stillness.apply(event);
    tasks.forgetPast();
  }

  /** Attempts of which nothing tells whether they reached the target, after a kill. */
  List<AttemptId> inDoubt() {
    return lastHandOver.inDoubt().stream()
        .flatMap(
            tries ->
                IntStream.rangeClosed(tries.first(), tries.last())
                    .filter(task -> tasks.isSubmitted(task, tries.number()))
                    .mapToObj(task -> new AttemptId(task, plan.taskId(task), tries.number())))
        .toList();
  }

  /**
   * How many attempts were handed to each of the plan's pools and have not ended, by its number.
   */
  Map<Integer, Long> inFlight() {
    Map<Integer, Long> byPlace = new TreeMap<>();
    for (int task = 0; task < plan.taskCount(); task++) {
      if (status(task) == TaskStatus.SUBMITTED) {
        byPlace.merge(place(task), 1L, Long::sum);
      }
    }
    return byPlace;
  }

  /** Whether the end of this attempt would be news. */
  public boolean awaits(AttemptId id) {
    return tasks.awaits(id);
  }

  /** Index of the job file's rule for a failed attempt, if there is one. */
  OptionalInt rule(int task, Outcome.Failed failed) {
    return tasks.rule(task, failed);
  }

  /** Where the tasks end that follow one that was never submitted, at most {@code most} of them. */
  int endOfWaiting(int task, int end, int most) {
    return tasks.endOfWaiting(task, end, most);
  }

  public PlanHeader plan() {
    return plan;
  }

  public TaskStatus status(int task) {
    return tasks.table.status(task);
  }

  /**
   * The run that made a task's result, if that was taken over; {@link #attempts(int)} is then the
   * number of the attempt there.
   */
  public Optional<String> reusedFrom(int task) {
    return tasks.reused.run(task);
  }

  /** All runs that results were taken over from. */
  public List<String> reusedRuns() {
    return tasks.reused.runs();
  }

  /** How many tasks nobody chose for a rerun, of those that have no result. */
  int leftOut() {
    return tasks.reused.leftOut();
  }

  /** Whether a task doesn't run because nobody chose it for a rerun. */
  public boolean isLeftOut(int task) {
    return tasks.reused.isLeftOut(task);
  }

  /** How many attempts a task has had; the number of the next one for a task that is retried. */
  public int attempts(int task) {
    return tasks.table.number(task);
  }

  /** How many failures of a task count against a budget. */
  int failures(int task, RetryBudget budget) {
    return tasks.table.failures(task, budget);
  }

  /** How many failures of a task a rule was for. */
  int ruleFailures(int task, int rule) {
    return tasks.table.ruleFailures(task, rule);
  }

  /** Number of the pool that the task is on, or goes to. */
  public int place(int task) {
    return tasks.table.place(task);
  }

  /** Nodes that attempts fail on, or that take none. */
  NodeTable nodes() {
    return tasks.nodes;
  }

  /** Pools that were deleted under the run, and how long nothing has run. */
  Stillness stillness() {
    return stillness;
  }

  /** How many nodes were taken out because they were broken, or attempts kept failing there. */
  public int nodesReplaced() {
    return tasks.nodes.replaced();
  }

  /** Numbers of the further pools that may be there. */
  public Set<Integer> further() {
    return Collections.unmodifiableSet(further);
  }

  /** The node that the next attempt of a task is to avoid. */
  Optional<String> avoided(int task) {
    return tasks.table.elsewhere(task)
        ? execution(task).map(Outcome.Execution::node)
        : Optional.empty();
  }

  /** Where and when the last attempt of a task that ran did so. */
  public Optional<Outcome.Execution> execution(int task) {
    return tasks.table.execution(task, tasks.usage);
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
    int running = Math.min(tasks.looks.running(), count(TaskStatus.SUBMITTED));
    List<GroupWork> work = new ArrayList<>();
    for (GroupState group : tasks.groups) {
      int runs = Math.min(running, group.submitted());
      running -= runs;
      work.add(group.work(runs));
    }
    return work;
  }

  /** Tasks that failed for good, with their last outcome: the first thousand, as they failed. */
  public Map<Integer, Outcome.Failed> failures() {
    return tasks.failures.kept();
  }

  /** What most tasks that failed for good failed of. */
  Optional<String> commonestCause() {
    return tasks.failures.commonestCause();
  }

  public TaskCounts counts() {
    int ended = ended();
    int runs = Math.min(tasks.looks.running(), count(TaskStatus.SUBMITTED));
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
    return tasks.count(status);
  }

  /** What became of each group, in the order of the plan. */
  public List<GroupSummary> groups() {
    return tasks.groups.stream().map(GroupState::summary).toList();
  }

  /** How many attempts were submitted. */
  public long attempts() {
    return tasks.attempts();
  }

  public Usage usage() {
    return tasks.usage.usage(plan.pool().cores());
  }

  List<GroupState> groupStates() {
    return tasks.groups;
  }

  Undecided undecided() {
    return tasks.failures.undecided();
  }

  /** Offers tasks that may be submitted again by now. */
  void forEachDue(Instant now, DueQueue.DueTask action) {
    tasks.forEachDue(now, action);
  }

  /** When the next task may be submitted again. */
  Optional<Instant> nextDue() {
    return tasks.nextDue();
  }

  /** When the run began to run. */
  public Optional<Instant> started() {
    return started;
  }

  public Optional<Instant> observedAt() {
    return tasks.looks.last();
  }

  /** Where the next look at the target continues, and how many ends it has told. */
  public KnownEnds knownEnds() {
    return tasks.looks.known();
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
    return tasks.looks.count();
  }

  /** How many of the last looks found nothing new. */
  int quietObservations() {
    return tasks.looks.quiet();
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
