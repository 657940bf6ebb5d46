package dev.batchline.emulator.model;

import java.time.Duration;
import java.util.Optional;

/** That a pool sizes itself, and by what formula. */
public record Autoscaling(String formula, Duration interval, Optional<AutoscaleRun> run) {

  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(15);

  public Autoscaling withRun(AutoscaleRun next) {
    return new Autoscaling(formula, interval, Optional.of(next));
  }
}
