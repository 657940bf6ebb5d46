package dev.batchline.autoscale.simulation;

import java.util.Locale;

/** A simulation as comma-separated values: a line of names, then a line for each point. */
public final class PointTable {

  private static final String HEADER =
      "seconds,targetNodes,dedicatedNodes,lowPriorityNodes,bootingNodes,preemptedNodes,"
          + "activeTasks,runningTasks,longestWaitSeconds,idleCoreHours,cost\n";

  private PointTable() {}

  public static String of(SimulationResult result) {
    StringBuilder text = new StringBuilder(HEADER);
    for (Point point : result.points()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%d,%d,%d,%d,%d,%d,%.4f,%.4f%n",
              point.after().toSeconds(),
              point.targetNodes(),
              point.dedicatedNodes(),
              point.lowPriorityNodes(),
              point.bootingNodes(),
              point.preemptedNodes(),
              point.activeTasks(),
              point.runningTasks(),
              point.longestWait().toSeconds(),
              point.idleCoreHours(),
              point.cost()));
    }
    return text.toString().replace("\r\n", "\n");
  }
}
