package dev.batchline.autoscale.simulation;

import java.util.List;
import java.util.Objects;

/**
 * What came of a scenario.
 *
 * @param points one for each sample period, in order
 * @param decisions one for each evaluation, in order
 */
public record SimulationResult(List<Point> points, List<Decision> decisions, Summary summary) {

  public SimulationResult {
    points = List.copyOf(points);
    decisions = List.copyOf(decisions);
    Objects.requireNonNull(summary);
  }
}
