package dev.batchline.autoscale;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the service samples every 30 seconds, by the names that formulas read it under. */
public enum Metric {
  ACTIVE_TASKS("$ActiveTasks"),
  RUNNING_TASKS("$RunningTasks"),
  PENDING_TASKS("$PendingTasks"),
  SUCCEEDED_TASKS("$SucceededTasks"),
  FAILED_TASKS("$FailedTasks"),
  PREEMPTED_NODE_COUNT("$PreemptedNodeCount"),
  USABLE_NODE_COUNT("$UsableNodeCount"),
  CPU_PERCENT("$CPUPercent"),
  SAMPLE_NODE_COUNT("$SampleNodeCount", true),
  WALL_CLOCK_SECONDS("$WallClockSeconds", true),
  MEMORY_BYTES("$MemoryBytes", true),
  DISK_BYTES("$DiskBytes", true),
  DISK_READ_BYTES("$DiskReadBytes", true),
  DISK_WRITE_BYTES("$DiskWriteBytes", true),
  DISK_READ_OPS("$DiskReadOps", true),
  DISK_WRITE_OPS("$DiskWriteOps", true),
  NETWORK_IN_BYTES("$NetworkInBytes", true),
  NETWORK_OUT_BYTES("$NetworkOutBytes", true);

  private static final Map<String, Metric> BY_VARIABLE =
      Arrays.stream(values()).collect(Collectors.toMap(Metric::variable, Function.identity()));

  private final String variable;
  private final boolean retired;

  Metric(String variable) {
    this(variable, false);
  }

  Metric(String variable, boolean retired) {
    this.variable = variable;
    this.retired = retired;
  }

  /** The variable's name, with its dollar sign. */
  public String variable() {
    return variable;
  }

  /** Whether the service stopped collecting it in 2024. */
  public boolean retired() {
    return retired;
  }

  public static Optional<Metric> of(String variable) {
    return Optional.ofNullable(BY_VARIABLE.get(variable));
  }
}
