package dev.batchline.autoscale;

import java.time.Instant;
import java.util.Objects;

/**
 * Samples that an evaluation read or asked about: those after {@code older} up to {@code newer}.
 *
 * @param position of the method call that read them
 * @param expected how many samples a gapless history has in the window
 * @param wantedPercent what the call asked for; 0 for one that takes what there is
 */
public record SampleWindow(
    Position position,
    Metric metric,
    Instant older,
    Instant newer,
    int present,
    int expected,
    double wantedPercent) {

  public SampleWindow {
    Objects.requireNonNull(position);
    Objects.requireNonNull(metric);
    Objects.requireNonNull(older);
    Objects.requireNonNull(newer);
  }

  /** 0 to 100. */
  public double percent() {
    return expected == 0 ? 0 : Math.min(100.0, 100.0 * present / expected);
  }
}
