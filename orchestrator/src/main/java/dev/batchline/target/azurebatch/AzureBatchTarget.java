package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import dev.batchline.base.Timeline;
import dev.batchline.plan.PlannedPool;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Circumstances;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.Observation;
import dev.batchline.target.RunSetup;
import dev.batchline.target.Submission;
import dev.batchline.target.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes on a pool of Azure Batch; it can't tell an emulator from the service.
 *
 * <p>{@link #prepare} or {@link #open} comes first; it opens the run's pools and jobs, and every
 * other call is about those. Problems of the service leave here as {@link
 * dev.batchline.base.RunException}.
 */
public final class AzureBatchTarget implements Target {

  private final BatchConnection connection;
  private final Timeline timeline;
  private @Nullable OpenRun open;

  /**
   * The run that was prepared.
   *
   * @param places its pools with their jobs, by number
   */
  private record OpenRun(RunSetup setup, SortedMap<Integer, BatchPlace> places) {

    BatchPlace first() {
      return Objects.requireNonNull(places.get(PlannedPool.FIRST));
    }
  }

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
    open(setup);
    BatchPlace first = run().first();
    return explained("create pool and job " + first.id(), first::create);
  }

  @Override
  public void open(RunSetup setup) {
    closeRun();
    SortedMap<Integer, BatchPlace> places = new TreeMap<>();
    places.put(PlannedPool.FIRST, place(PlannedPool.FIRST, setup));
    setup.further().forEach(number -> places.put(number, place(number, setup)));
    open = new OpenRun(setup, places);
  }

  private BatchPlace place(int number, RunSetup setup) {
    return new BatchPlace(number, setup, connection, timeline);
  }

  @Override
  public Map<String, String> extend(int number) {
    OpenRun run = run();
    BatchPlace place = run.places().computeIfAbsent(number, one -> place(one, run.setup()));
    return explained("create pool and job " + place.id(), place::create);
  }

  @Override
  public boolean createAgain(int number) {
    BatchPlace place = place(number);
    return explained("create pool " + place.id() + " again", place::createPoolAgain);
  }

  @Override
  public void rest(int number) {
    BatchPlace place = place(number);
    explained("let pool " + place.id() + " have no nodes", place::rest);
  }

  @Override
  public boolean wake(int number) {
    BatchPlace place = place(number);
    return explained("give pool " + place.id() + " its nodes back", place::wake);
  }

  @Override
  public Submission submit(int number, List<Attempt> attempts) {
    BatchPlace place = place(number);
    return explained("add tasks to job " + place.id(), () -> place.submit(attempts));
  }

  /** Ends are listed by the service's own clock, so the latest cursor is good for all places. */
  @Override
  public Observation observe(KnownEnds known, Consumer<List<AttemptEnd>> ended) {
    Optional<Observation> all = Optional.empty();
    for (BatchPlace place : run().places().values()) {
      Optional<Observation> seen =
          explained("look at job " + place.id(), () -> place.look(known, ended));
      all = all.isPresent() && seen.isPresent() ? all.map(seen.get()::after) : all.or(() -> seen);
    }
    return all.orElseThrow();
  }

  /** Of the first pool, and of others where attempts wait. */
  @Override
  public List<Circumstances> circumstances() {
    return run().places().values().stream()
        .filter(place -> place == run().first() || place.hasWaiting())
        .map(place -> explained("look at job " + place.id(), place::circumstances))
        .toList();
  }

  @Override
  public List<AttemptId> known(List<AttemptId> attempts) {
    Set<String> there = new HashSet<>();
    for (BatchPlace place : run().places().values()) {
      there.addAll(explained("list the tasks of job " + place.id(), () -> place.known(attempts)));
    }
    return attempts.stream().filter(attempt -> there.contains(attempt.value())).toList();
  }

  @Override
  public Map<Integer, Long> held() {
    Map<Integer, Long> held = new TreeMap<>();
    run()
        .places()
        .forEach(
            (number, place) ->
                held.put(number, explained("look at job " + place.id(), place::held)));
    return held;
  }

  @Override
  public Optional<String> tail(AttemptId attempt, String file, int bytes) {
    for (BatchPlace place : run().places().values()) {
      Optional<String> found =
          explained("read " + file + " of " + attempt, () -> place.tail(attempt, file, bytes));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public Map<String, String> nodeLogs(int number, String node) {
    BatchPlace place = place(number);
    return explained("read the logs of node " + node, () -> place.nodes().logs(node));
  }

  @Override
  public void takeOut(int number, String node, String state) {
    BatchPlace place = place(number);
    explained("take out node " + node, () -> place.nodes().takeOut(node, state));
  }

  private BatchPlace place(int number) {
    return Objects.requireNonNull(run().places().get(number));
  }

  @Override
  public void end(AttemptId attempt) {
    for (BatchPlace place : run().places().values()) {
      explained("end " + attempt, () -> place.end(attempt));
    }
  }

  @Override
  public void stop(String reason) {
    for (BatchPlace place : run().places().values()) {
      explained("end job " + place.id(), () -> place.terminateJob(reason));
    }
  }

  @Override
  public void finish(String reason) {
    for (BatchPlace place : run().places().values()) {
      explained("end job " + place.id(), () -> place.terminateJob(reason));
      explained("delete pool " + place.id(), place::deletePool);
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
      run.places().values().forEach(BatchPlace::close);
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
