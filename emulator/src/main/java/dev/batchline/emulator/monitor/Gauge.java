package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.databind.JsonNode;

/** What is read off the account at each sample: numbers of nodes and cores, of all pools. */
enum Gauge {
  CORES("CoreCount"),
  LOW_PRIORITY_CORES("LowPriorityCoreCount"),
  NODES("TotalNodeCount"),
  LOW_PRIORITY_NODES("TotalLowPriorityNodeCount"),
  CREATING("CreatingNodeCount", "creating"),
  STARTING("StartingNodeCount", "starting"),
  WAITING_FOR_START_TASK("WaitingForStartTaskNodeCount", "waitingForStartTask"),
  START_TASK_FAILED("StartTaskFailedNodeCount", "startTaskFailed"),
  IDLE("IdleNodeCount", "idle"),
  RUNNING("RunningNodeCount", "running"),
  REBOOTING("RebootingNodeCount", "rebooting"),
  REIMAGING("ReimagingNodeCount", "reimaging"),
  LEAVING_POOL("LeavingPoolNodeCount", "leavingPool"),
  OFFLINE("OfflineNodeCount", "offline"),
  PREEMPTED("PreemptedNodeCount", "preempted"),
  UNUSABLE("UnusableNodeCount", "unusable"),
  UNKNOWN("UnknownStateNodeCount", "unknown");

  private final String metric;
  private final String state;

  Gauge(String metric) {
    this(metric, "");
  }

  Gauge(String metric, String state) {
    this.metric = metric;
    this.state = state;
  }

  String metric() {
    return metric;
  }

  /**
   * What one pool contributes.
   *
   * @param counts of the pool's nodes by state, as the service lists them
   * @param cores of one node
   */
  double of(JsonNode counts, int cores) {
    JsonNode dedicated = counts.path("dedicated");
    JsonNode lowPriority = counts.path("lowPriority");
    return switch (this) {
      case CORES -> dedicated.path("total").asDouble() * cores;
      case LOW_PRIORITY_CORES -> lowPriority.path("total").asDouble() * cores;
      case NODES -> dedicated.path("total").asDouble();
      case LOW_PRIORITY_NODES -> lowPriority.path("total").asDouble();
      default -> dedicated.path(state).asDouble() + lowPriority.path(state).asDouble();
    };
  }
}
