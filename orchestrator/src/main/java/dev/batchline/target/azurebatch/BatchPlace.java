package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.TaskCounts;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import dev.batchline.plan.PlannedPool;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.Circumstances;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.NodeTrouble;
import dev.batchline.target.Observation;
import dev.batchline.target.PoolSigns;
import dev.batchline.target.RunSetup;
import dev.batchline.target.Submission;
import dev.batchline.target.azurebatch.RunResources.JobCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One of a run's pools with its job: where attempts are handed to and looked for.
 *
 * <p>A further pool may not be there yet: as long as this process has not created it, what is
 * missing is no news.
 */
final class BatchPlace implements AutoCloseable {

  private static final Set<String> TASK_IS_OVER =
      Set.of("TaskCompleted", "TaskNotFound", "JobCompleted", "JobBeingTerminated", "JobNotFound");

  private final int number;
  private final RunSetup setup;
  private final BatchConnection connection;
  private final Timeline timeline;
  private final String id;
  private final RunResources resources;
  private final OtherNodes others;
  private final TaskSubmission submission;
  private final SubmissionThreads threads = new SubmissionThreads();
  private final TaskLookup lookup;
  private final TaskWatch watch;
  private final CapacityWatch capacity;
  private final PreparationWatch preparation;
  private final NodeRemoval nodes;
  private final PoolSize size;
  private boolean certain;
  private int waiting;

  /** Whether the job was made by this process, and ends that were known before are not its own. */
  private boolean anew;

  private long endsElsewhere;

  BatchPlace(int number, RunSetup setup, BatchConnection connection, Timeline timeline) {
    this.number = number;
    this.setup = setup;
    this.connection = connection;
    this.timeline = timeline;
    this.id = PlaceId.of(setup.run(), number);
    this.resources = new RunResources(connection, setup, id);
    this.others = new OtherNodes(connection, id);
    TaskNames names = new TaskNames(setup.plan());
    TaskRequest requests =
        new TaskRequest(
            setup.links(), names, setup.plan().retry().onNode(), setup.sources(), others::affinity);
    this.submission = new TaskSubmission(connection, id, requests, threads);
    this.lookup = new TaskLookup(connection, id, threads.calls());
    this.watch = new TaskWatch(new TaskList(connection, id), names, timeline);
    this.nodes = new NodeRemoval(connection, id);
    this.size = new PoolSize(connection, id, timeline);
    this.capacity =
        new CapacityWatch(
            connection,
            new CapacityWatch.Place(number, id, setup.plan().pool().place(number).cores()),
            timeline,
            nodes,
            size);
    this.preparation = new PreparationWatch(connection, number, id, timeline);
    this.certain = number == PlannedPool.FIRST;
  }

  /** The id of the pool and of the job. */
  String id() {
    return id;
  }

  /** Takes nodes out of the pool. */
  NodeRemoval nodes() {
    return nodes;
  }

  /**
   * Creates job and pool, or finds them; returns their names. The job comes first: where a quota is
   * in the way of it, no pool is left that costs and does nothing. A pool that somebody has deleted
   * and that is still on its way out counts as there: a look tells when it is gone.
   */
  Map<String, String> create() {
    anew |= resources.createJob(JobRequest.of(setup, number, timeline.now()));
    try {
      createPool();
    } catch (BatchProblem problem) {
      if (connection.explain("create pool " + id, problem).blame() == Blame.USER) {
        endJobFor(problem);
      }
      throw problem;
    } catch (RunException refused) {
      // Not where another process has the run, or Storage could not be asked: then it goes on.
      if (refused.code().equals(RunResources.NOT_OURS)) {
        endJobFor(refused);
      }
      throw refused;
    }
    certain = true;
    return Map.of(PlaceId.word("pool", number), id, PlaceId.word("job", number), id);
  }

  /** Creates the pool again beside its job; false as long as the old one is on its way out. */
  boolean createPoolAgain() {
    boolean there = createPool();
    if (there) {
      capacity.forget();
    }
    return there;
  }

  private boolean createPool() {
    try {
      resources.createPool(PoolRequest.of(setup, number));
    } catch (BatchProblem problem) {
      if (!problem.code().equals(RunResources.BEING_DELETED)) {
        throw problem;
      }
      return false;
    } catch (RunException refused) {
      if (!refused.code().equals(RunResources.BEING_DELETED)) {
        throw refused;
      }
      return false;
    }
    return true;
  }

  void rest() {
    size.rest(PoolRequest.of(setup, number));
  }

  boolean wake() {
    return size.wake(PoolRequest.of(setup, number));
  }

  /** A job whose pool is refused for good is of no use. */
  private void endJobFor(RuntimeException refusal) {
    try {
      resources.terminateJob("its pool was refused");
    } catch (BatchProblem second) {
      refusal.addSuppressed(second);
    }
  }

  Submission submit(List<Attempt> attempts) {
    others.refresh();
    return submission.submit(attempts);
  }

  /**
   * The job first: what ended before it closed is then surely in the list that follows.
   *
   * @return nothing if there is no such pool and job yet, or not both
   */
  Optional<Observation> look(KnownEnds known, Consumer<List<AttemptEnd>> ended) {
    JobCondition job = resources.condition();
    if (job.missing() && !certain) {
      return Optional.empty();
    }
    if (anew) {
      endsElsewhere = known.at(number);
      anew = false;
    }
    Capacity computing = capacity.look();
    Instant cursor;
    TaskCounts counts;
    try {
      counts = counts();
      if (!certain && counts.active() + counts.running() + counts.completed() == 0) {
        return Optional.empty(); // its pool was refused so far, or for good
      }
      TaskWatch.Ends ends =
          new TaskWatch.Ends(
              known.cursor(),
              known.at(number) - endsElsewhere,
              counts.completed(),
              job.closed().isPresent());
      cursor = watch.look(ends, ended);
    } catch (BatchProblem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
      return Optional.of(
          new Observation(0, 0, computing, Optional.of("the job was deleted"), known.cursor()));
    }
    waiting = counts.active();
    List<String> problems = new ArrayList<>(computing.problems());
    List<NodeTrouble> unprepared = preparation.look(counts, computing);
    unprepared.forEach(node -> problems.add(node.problem()));
    if (job.disabled()) {
      problems.add("the job is disabled: nothing runs until someone enables it");
    }
    return Optional.of(
        new Observation(
            counts.active(),
            counts.running(),
            computing.with(problems).withMore(unprepared),
            job.closed(),
            cursor,
            signs(counts, computing)));
  }

  private PoolSigns signs(TaskCounts counts, Capacity computing) {
    Set<Integer> here = Set.of(number);
    boolean starved = counts.active() > 0 && counts.running() == 0 && capacity.isShortOfQuota();
    boolean idle =
        counts.active() + counts.running() == 0
            && computing.nodes() > 0
            && computing.targetNodes() != 0;
    return new PoolSigns(
        capacity.poolIsGone() ? here : Set.of(), starved ? here : Set.of(), idle ? here : Set.of());
  }

  private TaskCounts counts() {
    return connection.call(batch -> batch.jobs().getTaskCounts(id).taskCounts());
  }

  /** Whether attempts waited here at the last look. */
  boolean hasWaiting() {
    return waiting > 0;
  }

  Circumstances circumstances() {
    return new CircumstancesLook(connection, id).look();
  }

  /** Those of the attempts that this job knows. */
  Set<String> known(List<AttemptId> attempts) {
    try {
      return lookup.found(attempts);
    } catch (BatchProblem problem) {
      if (certain || problem.status() != 404) {
        throw problem;
      }
      return Set.of();
    }
  }

  /** How many attempts the job holds; a job that is gone is told by the next look. */
  long held() {
    try {
      TaskCounts counts = counts();
      return (long) counts.active() + counts.running() + counts.completed();
    } catch (BatchProblem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
      return certain ? Long.MAX_VALUE : 0;
    }
  }

  Optional<String> tail(AttemptId attempt, String file, int bytes) {
    return new NodeFiles(connection).tailOfTask(id, attempt.value(), file, bytes);
  }

  void end(AttemptId attempt) {
    RunResources.tolerating(
        TASK_IS_OVER,
        () ->
            connection.call(
                batch -> {
                  batch.tasks().terminate(id, attempt.value());
                  return attempt;
                }));
  }

  void terminateJob(String reason) {
    resources.terminateJob(reason);
  }

  /** Further pools are never kept. */
  void deletePool() {
    if (number != PlannedPool.FIRST || !setup.plan().pool().keep()) {
      resources.deletePool();
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
