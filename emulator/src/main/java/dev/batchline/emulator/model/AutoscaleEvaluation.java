package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One evaluation of a pool's formula: what it gave, and what it saw.
 *
 * @param found what the pool was to have and had before it
 * @param set what the pool shall have after it; nothing, if it failed
 * @param seen the metrics that the formula names
 */
public record AutoscaleEvaluation(
    AutoscaleRun run, Found found, Optional<NodeTargets> set, List<Seen> seen) {

  /** The numbers of nodes that an evaluation begins with. */
  public record Found(NodeTargets targets, NodeTargets current) {}

  /**
   * A metric as a formula found it.
   *
   * @param variable such as {@code $PendingTasks}
   * @param samples that there were of it
   * @param latest the last few of them, oldest first
   * @param windows that the formula asked for
   */
  public record Seen(String variable, int samples, List<Double> latest, List<Window> windows) {
    public Seen {
      latest = List.copyOf(latest);
      windows = List.copyOf(windows);
    }
  }

  /**
   * A span of time whose samples were asked for, on Azure's own time scale.
   *
   * @param expected samples of a gapless history
   */
  public record Window(Instant older, Instant newer, int present, int expected) {}

  public AutoscaleEvaluation {
    seen = List.copyOf(seen);
  }
}
