package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.batch.protocol.models.TaskCounts;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.Circumstances;
import dev.batchline.target.Observation;
import dev.batchline.target.RunSetup;
import dev.batchline.target.Submission;
import dev.batchline.target.Target;
import dev.batchline.target.azurebatch.RunResources.JobCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes on a pool of Azure Batch; it can't tell an emulator from the service.
 *
 * <p>{@link #prepare} or {@link #open} comes first; it opens the run's pool and job, and every
 * other call is about those. Problems of the service leave here as {@link
 * dev.batchline.base.RunException}.
 */
public final class AzureBatchTarget implements Target {

  /** Beyond so many, one listing of the whole job is cheaper than asking for ids. */
  private static final int ASK_BY_ID = 500;

  private static final Set<String> TASK_IS_OVER =
      Set.of("TaskCompleted", "TaskNotFound", "JobCompleted", "JobBeingTerminated", "JobNotFound");

  private final BatchConnection connection;
  private final Timeline timeline;
  private @Nullable OpenRun open;

  /** What belongs to the run that was prepared. */
  private record OpenRun(
      RunId run,
      boolean keepsPool,
      RunResources resources,
      TaskSubmission submission,
      TaskList tasks,
      TaskWatch watch,
      CapacityWatch capacity,
      PreparationWatch preparation) {}

  /** The account is not called before {@link #prepare}. */
  public AzureBatchTarget(AzureBatchSettings settings, Timeline timeline) {
    this.connection = new BatchConnection(settings, timeline);
    this.timeline = timeline;
  }

  /**
   * Makes one cheap call, so that a wrong key or endpoint shows before anything is created.
   *
   * @throws RunException if the account can't be reached or refuses
   */
  public void requireAccess() {
    explained("reach Azure Batch", () -> connection.call(this::poolThatIsNotThere));
  }

  private boolean poolThatIsNotThere(BatchServiceClient batch) {
    try {
      batch.pools().get("batchline-access"); // not HEAD: only a GET's refusal says why
      return false;
    } catch (BatchErrorException e) {
      if (e.response() != null && e.response().code() == 404) {
        return true;
      }
      throw e;
    }
  }

  @Override
  public String kind() {
    return "azurebatch";
  }

  @Override
  public Map<String, String> prepare(RunSetup setup) {
    RunResources resources = new RunResources(connection, setup.run());
    explained("create pool " + setup.run(), () -> resources.createPool(setup));
    explained("create job " + setup.run(), () -> resources.createJob(setup));
    closeRun();
    open = opened(setup, resources);
    return Map.of("pool", setup.run().value(), "job", setup.run().value());
  }

  @Override
  public void open(RunSetup setup) {
    closeRun();
    open = opened(setup, new RunResources(connection, setup.run()));
  }

  private OpenRun opened(RunSetup setup, RunResources resources) {
    String id = setup.run().value();
    TaskNames names = new TaskNames(setup.plan());
    TaskRequest requests =
        new TaskRequest(setup.links(), names, setup.plan().retry().onNode(), setup.sources());
    TaskList tasks = new TaskList(connection, id);
    return new OpenRun(
        setup.run(),
        setup.plan().pool().keep(),
        resources,
        new TaskSubmission(connection, id, requests),
        tasks,
        new TaskWatch(tasks, names),
        new CapacityWatch(connection, id, timeline),
        new PreparationWatch(connection, id, timeline));
  }

  @Override
  public Submission submit(List<Attempt> attempts) {
    OpenRun run = run();
    return explained("add tasks to job " + run.run(), () -> run.submission().submit(attempts));
  }

  @Override
  public Observation observe(Instant since, Consumer<List<AttemptEnd>> ended) {
    OpenRun run = run();
    return explained("look at job " + run.run(), () -> observation(run, since, ended));
  }

  /** The job first: what ended before it closed is then surely in the list that follows. */
  private Observation observation(OpenRun run, Instant since, Consumer<List<AttemptEnd>> ended) {
    JobCondition job = run.resources().condition();
    Capacity capacity = run.capacity().look();
    Instant cursor;
    TaskCounts counts;
    try {
      cursor = run.watch().since(since, ended);
      counts = connection.call(batch -> batch.jobs().getTaskCounts(run.run().value()).taskCounts());
    } catch (BatchProblem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
      return new Observation(0, 0, capacity, Optional.of("the job was deleted"), since);
    }
    List<String> problems = new ArrayList<>(run.preparation().look(counts, capacity));
    if (job.disabled()) {
      problems.add("the job is disabled: nothing runs until someone enables it");
    }
    return new Observation(
        counts.active(), counts.running(), with(problems, capacity), job.closed(), cursor);
  }

  @Override
  public Circumstances circumstances() {
    OpenRun run = run();
    return explained(
        "look at job " + run.run(),
        () -> new CircumstancesLook(connection, run.run().value()).look());
  }

  private static Capacity with(List<String> further, Capacity capacity) {
    List<String> problems = new ArrayList<>(capacity.problems());
    problems.addAll(further);
    return new Capacity(
        capacity.nodesByState(), capacity.targetNodes(), capacity.slotsPerNode(), problems);
  }

  @Override
  public List<AttemptId> known(List<AttemptId> attempts) {
    OpenRun run = run();
    return explained("list the tasks of job " + run.run(), () -> known(run, attempts));
  }

  private static List<AttemptId> known(OpenRun run, List<AttemptId> attempts) {
    Set<String> there = new HashSet<>();
    if (attempts.size() > ASK_BY_ID) {
      Set<String> asked = new HashSet<>();
      attempts.forEach(attempt -> asked.add(attempt.value()));
      run.tasks().each("", "id", task -> keep(task.id(), asked, there));
    } else {
      List<String> ids = attempts.stream().map(AttemptId::value).toList();
      run.tasks().withIds(ids, "id").forEach(task -> there.add(task.id()));
    }
    return attempts.stream().filter(attempt -> there.contains(attempt.value())).toList();
  }

  private static void keep(String id, Set<String> asked, Set<String> there) {
    if (asked.contains(id)) {
      there.add(id);
    }
  }

  @Override
  public Optional<String> tail(AttemptId attempt, String file, int bytes) {
    OpenRun run = run();
    return explained(
        "read " + file + " of " + attempt,
        () ->
            new NodeFiles(connection).tailOfTask(run.run().value(), attempt.value(), file, bytes));
  }

  @Override
  public void end(AttemptId attempt) {
    OpenRun run = run();
    explained(
        "end " + attempt,
        () ->
            RunResources.tolerating(
                TASK_IS_OVER,
                () ->
                    connection.call(
                        batch -> {
                          batch.tasks().terminate(run.run().value(), attempt.value());
                          return attempt;
                        })));
  }

  @Override
  public void finish(String reason) {
    OpenRun run = run();
    explained("end job " + run.run(), () -> run.resources().terminateJob(reason));
    if (!run.keepsPool()) {
      explained("delete pool " + run.run(), () -> run.resources().deletePool());
    }
  }

  @Override
  public void close() {
    closeRun();
    connection.close();
  }

  private void closeRun() {
    OpenRun run = open;
    if (run != null) {
      run.submission().close();
    }
  }

  private OpenRun run() {
    OpenRun run = open;
    if (run == null) {
      throw new IllegalStateException("prepare comes first");
    }
    return run;
  }

  private void explained(String action, Runnable work) {
    explained(
        action,
        () -> {
          work.run();
          return action;
        });
  }

  private <T> T explained(String action, Supplier<T> work) {
    try {
      return work.get();
    } catch (BatchProblem problem) {
      throw connection.explain(action, problem);
    }
  }
}
