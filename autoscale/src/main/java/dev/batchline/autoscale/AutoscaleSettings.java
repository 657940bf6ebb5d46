package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pool is told about autoscale, checked as the service checks the request that brings it.
 *
 * @param evaluationInterval time between two evaluations, 5 minutes to 168 hours
 */
public record AutoscaleSettings(Formula formula, Duration evaluationInterval) {

  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(15);
  public static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(5);
  public static final Duration LONGEST_INTERVAL = Duration.ofDays(7);

  /** Enabling again sooner than this after the last time is refused. */
  public static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(30);

  /**
   * @throws AutoscaleSettingsException when the interval is out of its bounds
   */
  public AutoscaleSettings {
    Objects.requireNonNull(formula);
    if (evaluationInterval.compareTo(SHORTEST_INTERVAL) < 0
        || evaluationInterval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new AutoscaleSettingsException(
          FormulaErrorCode.INVALID_PROPERTY_VALUE,
          "The evaluation interval is " + evaluationInterval + ", not from PT5M to PT168H");
    }
  }

  /**
   * For a new pool, or one that doesn't scale by itself yet.
   *
   * @throws AutoscaleSettingsException when there is no formula or the interval is out of bounds
   * @throws FormulaSyntaxException when the formula is none
   */
  public static AutoscaleSettings of(Optional<String> formula, Optional<Duration> interval) {
    String text =
        formula.orElseThrow(
            () ->
                new AutoscaleSettingsException(
                    FormulaErrorCode.INVALID_SETTINGS, "Autoscale needs a formula"));
    return new AutoscaleSettings(Formula.parse(text), interval.orElse(DEFAULT_INTERVAL));
  }

  /**
   * For a pool that scales by itself already: what is not given stays.
   *
   * @throws AutoscaleSettingsException when nothing is given or the interval is out of bounds
   * @throws FormulaSyntaxException when the formula is none
   */
  public AutoscaleSettings changed(Optional<String> newFormula, Optional<Duration> newInterval) {
    if (newFormula.isEmpty() && newInterval.isEmpty()) {
      throw new AutoscaleSettingsException(
          FormulaErrorCode.INVALID_SETTINGS, "Neither a formula nor an interval is given");
    }
    return new AutoscaleSettings(
        newFormula.map(Formula::parse).orElse(formula), newInterval.orElse(evaluationInterval));
  }

  /**
   * @param last when autoscale was enabled before
   * @throws AutoscaleSettingsException when that was less than 30 seconds before {@code now}
   */
  public static void requirePause(Instant last, Instant now) {
    if (now.isBefore(last.plus(BETWEEN_REQUESTS))) {
      throw new AutoscaleSettingsException(
          FormulaErrorCode.TOO_MANY_ENABLE_REQUESTS,
          FormulaErrorCode.TOO_MANY_ENABLE_REQUESTS.message());
    }
  }
}
