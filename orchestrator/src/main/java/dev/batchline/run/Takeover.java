package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a new run takes over from earlier runs, by ordinal: a result with the run and the attempt
 * that made it, nothing because the task runs, or nothing because it is left out.
 *
 * <p>A run is named once; a task costs six bytes.
 */
public final class Takeover {

  /** Ranges in one event of the journal. */
  private static final int CHUNK = 5000;

  private static final int RUNS = -1;
  private static final int LEFT_OUT = -2;

  private final Optional<String> rerunOf;
  private final List<String> runs = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[] origin;
  private final short[] attempt;
  private final BitSet stale = new BitSet();

  private Takeover(Optional<String> rerunOf, int tasks) {
    this.rerunOf = rerunOf;
    this.origin = new int[tasks];
    this.attempt = new short[tasks];
    Arrays.fill(origin, RUNS);
  }

  /** Nothing: all tasks run. */
  public static Takeover none(int tasks) {
    return new Takeover(Optional.empty(), tasks);
  }

  /** Nothing yet, for a rerun. */
  static Takeover forRerunOf(RunId run, int tasks) {
    return new Takeover(Optional.of(run.value()), tasks);
  }

  /** A task's result. */
  public record Result(String run, int attempt) {}

  void take(int task, Result result) {
    origin[task] = numbers.computeIfAbsent(result.run(), this::number);
    attempt[task] = (short) result.attempt();
  }

  private int number(String run) {
    runs.add(run);
    return runs.size() - 1;
  }

  /** The result of a task whose inputs were made anew since. */
  void takeStale(int task, Result result) {
    take(task, result);
    stale.set(task);
  }

  /** Whether a result was made of outputs that this run makes anew. */
  boolean isStale(int task) {
    return stale.get(task);
  }

  void run(int task) {
    origin[task] = RUNS;
  }

  void leaveOut(int task) {
    origin[task] = LEFT_OUT;
  }

  /** Whether a task runs. */
  public boolean runs(int task) {
    return origin[task] == RUNS;
  }

  public boolean isLeftOut(int task) {
    return origin[task] == LEFT_OUT;
  }

  /** The result that is taken over for a task. */
  public Optional<Result> result(int task) {
    return origin[task] < 0
        ? Optional.empty()
        : Optional.of(new Result(runs.get(origin[task]), attempt[task]));
  }

  /** How many results are taken over. */
  public int reused() {
    return (int) Arrays.stream(origin).filter(each -> each >= 0).count();
  }

  public int leftOut() {
    return (int) Arrays.stream(origin).filter(each -> each == LEFT_OUT).count();
  }

  /** The run this is a rerun of. */
  public Optional<String> rerunOf() {
    return rerunOf;
  }

  /** For the run's record; empty if nothing comes from anywhere. */
  Optional<RunRecord.Origin> origin() {
    return rerunOf.isEmpty() && reused() == 0
        ? Optional.empty()
        : Optional.of(new RunRecord.Origin(rerunOf, reusedRuns()));
  }

  /** The runs of which something is taken over, each once. */
  public List<String> reusedRuns() {
    boolean[] used = new boolean[runs.size()];
    for (int each : origin) {
      if (each >= 0) {
        used[each] = true;
      }
    }
    List<String> names = new ArrayList<>();
    for (int run = 0; run < used.length; run++) {
      if (used[run]) {
        names.add(runs.get(run));
      }
    }
    return names;
  }

  /** The same as events, for the beginning of a journal. */
  void events(PlanHeader plan, Instant at, Consumer<RunEvent> action) {
    List<TaskRange> leftOut = new ArrayList<>();
    List<List<Tries>> taken = new ArrayList<>();
    runs.forEach(run -> taken.add(new ArrayList<>()));
    for (PlannedGroup group : plan.groups()) {
      int end = group.first() + group.count();
      for (int first = group.first(); first < end; ) {
        int last = endOfSame(first, end) - 1;
        if (origin[first] == LEFT_OUT) {
          leftOut.add(new TaskRange(first, last));
        } else if (origin[first] >= 0) {
          List<Tries> tries = taken.get(origin[first]);
          tries.add(new Tries(first, last, attempt[first]));
          if (tries.size() == CHUNK) {
            action.accept(new RunEvent.Reused(at, runs.get(origin[first]), tries));
            tries.clear();
          }
        }
        first = last + 1;
      }
    }
    for (int run = 0; run < runs.size(); run++) {
      if (!taken.get(run).isEmpty()) {
        action.accept(new RunEvent.Reused(at, runs.get(run), taken.get(run)));
      }
    }
    if (!leftOut.isEmpty()) {
      action.accept(new RunEvent.LeftOut(at, leftOut));
    }
  }

  private int endOfSame(int task, int end) {
    int next = task + 1;
    while (next < end && origin[next] == origin[task] && attempt[next] == attempt[task]) {
      next++;
    }
    return next;
  }
}
