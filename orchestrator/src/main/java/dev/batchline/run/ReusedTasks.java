package dev.batchline.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which run each task's result was taken over from; a part of {@link RunState}. */
final class ReusedTasks {

  private static final short NONE = 0;
  private static final short LEFT_OUT = -1;

  private final int size;
  private final List<String> runs = new ArrayList<>();
  private final Map<String, Short> numbers = new HashMap<>();

  /** A run's place in the list plus one; empty as long as nothing is reused. */
  private short[] origin = new short[0];

  private int leftOut;

  ReusedTasks(int size) {
    this.size = size;
  }

  void add(int task, String run) {
    set(task, numbers.computeIfAbsent(run, this::number));
  }

  void leaveOut(int task) {
    set(task, LEFT_OUT);
    leftOut++;
  }

  /** Empty for a task that runs here, or not at all. */
  Optional<String> run(int task) {
    return origin.length == 0 || origin[task] <= NONE
        ? Optional.empty()
        : Optional.of(runs.get(origin[task] - 1));
  }

  boolean isLeftOut(int task) {
    return origin.length > 0 && origin[task] == LEFT_OUT;
  }

  int leftOut() {
    return leftOut;
  }

  /** All that something was taken over from, in the order in which they were first met. */
  List<String> runs() {
    return List.copyOf(runs);
  }

  private short number(String run) {
    runs.add(run);
    if (runs.size() > Short.MAX_VALUE) {
      throw new IllegalStateException("results of too many runs");
    }
    return (short) runs.size();
  }

  private void set(int task, short value) {
    if (origin.length == 0) {
      origin = new short[size];
    }
    origin[task] = value;
  }
}
