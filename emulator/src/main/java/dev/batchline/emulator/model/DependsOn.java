package dev.batchline.emulator.model;

import java.util.List;

/** Which tasks must be done before a task may run; ids as keys. */
public record DependsOn(List<String> taskKeys, List<Range> ranges) {

  /** All whole numbers from one to another, both included, as ids. */
  public record Range(int start, int end) {}

  public DependsOn {
    taskKeys = List.copyOf(taskKeys);
    ranges = List.copyOf(ranges);
  }

  public boolean isEmpty() {
    return taskKeys.isEmpty() && ranges.isEmpty();
  }
}
