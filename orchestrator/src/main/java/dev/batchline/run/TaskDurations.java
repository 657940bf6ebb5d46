package dev.batchline.run;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How long the tasks of a run took, for the next run of the same name: a byte per task, to 6 %, so
 * that a million tasks are a megabyte in memory and less in Storage.
 *
 * <p>Tasks are told by their place in their group. If job files change meanwhile they may be taken
 * for others: durations decide nothing but the order of tasks and forecasts.
 */
final class TaskDurations {

  static final TaskDurations NONE = new TaskDurations(Map.of());

  private static final int VERSION = 1;
  private static final double SHORTEST_MILLIS = 100;
  private static final double STEP = 1.06;
  private static final int LEVELS = 255;
  private static final double[] MILLIS =
      IntStream.rangeClosed(0, LEVELS)
          .mapToDouble(level -> SHORTEST_MILLIS * Math.pow(STEP, level - 1.0))
          .toArray();

  /** By the group's name; 0 where nothing is known. */
  private final Map<String, byte[]> levels;

  private TaskDurations(Map<String, byte[]> levels) {
    this.levels = levels;
  }

  /**
   * Of a run that has ended; what it did not run itself is taken from an earlier one.
   *
   * @param earlier of the same name
   */
  static TaskDurations of(RunState state, TaskDurations earlier) {
    Map<String, byte[]> levels = new LinkedHashMap<>();
    for (PlannedGroup group : state.plan().groups()) {
      byte[] known = new byte[group.count()];
      for (int i = 0; i < known.length; i++) {
        int task = i;
        known[i] =
            state
                .execution(group.first() + i)
                .map(TaskDurations::level)
                .orElseGet(() -> earlier.level(group, task));
      }
      levels.put(group.name(), known);
    }
    return new TaskDurations(levels);
  }

  private static byte level(Outcome.Execution execution) {
    long millis = Duration.between(execution.started(), execution.ended()).toMillis();
    double level = Math.log(Math.max(1, millis / SHORTEST_MILLIS)) / Math.log(STEP);
    return (byte) Math.min(LEVELS, 1 + Math.round(level));
  }

  private static double millis(byte level) {
    return MILLIS[Byte.toUnsignedInt(level)];
  }

  private byte level(PlannedGroup group, int index) {
    byte[] known = levels.getOrDefault(group.name(), new byte[0]);
    return known.length == group.count() ? known[index] : 0;
  }

  /** Empty when it is not known, also of every task of a group that has another size now. */
  Optional<Duration> of(PlannedGroup group, int index) {
    byte level = level(group, index);
    return level == 0 ? Optional.empty() : Optional.of(duration(millis(level)));
  }

  /** Mean and longest of a group's tasks, whatever its size was. */
  Optional<Spread> of(String group) {
    double sum = 0;
    double longest = 0;
    int count = 0;
    for (byte level : levels.getOrDefault(group, new byte[0])) {
      if (level != 0) {
        sum += millis(level);
        longest = Math.max(longest, millis(level));
        count++;
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new Spread(duration(sum / count), duration(longest)));
  }

  /**
   * How long those tasks of a group took that are left, and those that are done.
   *
   * @param status of each task, by its place in the group
   * @return empty when the group has another size now, or nothing is known of it
   */
  Optional<Remaining> remaining(PlannedGroup group, IntFunction<TaskStatus> status) {
    byte[] known = levels.getOrDefault(group.name(), new byte[0]);
    Optional<Spread> spread = known.length == group.count() ? of(group.name()) : Optional.empty();
    if (spread.isEmpty()) {
      return Optional.empty();
    }
    double mean = spread.get().mean().toMillis();
    double doneMillis = 0;
    double leftMillis = 0;
    double longest = 0;
    int doneTasks = 0;
    int leftTasks = 0;
    for (int task = 0; task < known.length; task++) {
      double millis = known[task] == 0 ? mean : millis(known[task]);
      switch (status.apply(task)) {
        case SUCCEEDED, FAILED -> {
          doneMillis += millis;
          doneTasks++;
        }
        case WAITING, SUBMITTED, UNDECIDED, RETRYING -> {
          leftMillis += millis;
          leftTasks++;
          longest = Math.max(longest, millis);
        }
        case REUSED, NOT_RUN -> {}
      }
    }
    double leftMean = leftTasks == 0 ? mean : leftMillis / leftTasks;
    return Optional.of(new Remaining(mean, doneTasks, doneMillis, leftMean, longest));
  }

  /** The tasks that have not ended and took longest, the longest first; looks at every task. */
  List<RunState.Took> longestLeft(RunState state, int most) {
    PriorityQueue<RunState.Took> longest =
        new PriorityQueue<>(Comparator.comparing(RunState.Took::time));
    for (PlannedGroup group : state.plan().groups()) {
      for (int i = 0; i < group.count(); i++) {
        int task = group.first() + i;
        if (isLeft(state.status(task))) {
          of(group, i).ifPresent(took -> longest.add(new RunState.Took(task, took)));
        }
        if (longest.size() > most) {
          longest.remove();
        }
      }
    }
    return longest.stream().sorted(Comparator.comparing(RunState.Took::time).reversed()).toList();
  }

  private static boolean isLeft(TaskStatus status) {
    return switch (status) {
      case WAITING, SUBMITTED, UNDECIDED, RETRYING -> true;
      case SUCCEEDED, FAILED, REUSED, NOT_RUN -> false;
    };
  }

  /**
   * What an earlier run tells of a group.
   *
   * @param mean time of all its tasks, in milliseconds like all that follow
   * @param done how many are done by now
   * @param doneMillis what these took then, together
   * @param leftMean what the others took then, on average
   * @param leftLongest the longest of these
   */
  record Remaining(double mean, int done, double doneMillis, double leftMean, double leftLongest) {}

  /** How long the tasks of a group take. */
  record Spread(Duration mean, Duration longest) {}

  private static Duration duration(double millis) {
    return Duration.ofMillis(Math.round(millis));
  }

  byte[] bytes() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(packed))) {
      out.writeInt(VERSION);
      out.writeInt(levels.size());
      for (Map.Entry<String, byte[]> group : levels.entrySet()) {
        out.writeUTF(group.getKey());
        out.writeInt(group.getValue().length);
        out.write(group.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return packed.toByteArray();
  }

  /** What another version or a damaged file says is nothing: it is only used to guess better. */
  static TaskDurations read(byte[] packed) {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
      if (in.readInt() != VERSION) {
        return NONE;
      }
      Map<String, byte[]> levels = new LinkedHashMap<>();
      for (int groups = in.readInt(); groups > 0; groups--) {
        String name = in.readUTF();
        byte[] known = in.readNBytes(in.readInt());
        levels.put(name, known);
      }
      return new TaskDurations(levels);
    } catch (IOException | IllegalArgumentException e) {
      return NONE;
    }
  }
}
