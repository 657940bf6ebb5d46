package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AutoscaleSettingsTest {

  private static final Optional<String> FORMULA = Optional.of("$TargetDedicatedNodes=1");

  @Test
  void theIntervalIsAQuarterOfAnHourUnlessGiven() {
    assertThat(AutoscaleSettings.of(FORMULA, Optional.empty()).evaluationInterval())
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void theIntervalLiesBetweenFiveMinutesAndAWeek() {
    assertThatCode(() -> withInterval(Duration.ofMinutes(5))).doesNotThrowAnyException();
    assertThatCode(() -> withInterval(Duration.ofDays(7))).doesNotThrowAnyException();
    assertThat(refusal(() -> withInterval(Duration.ofSeconds(299))))
        .isEqualTo(FormulaErrorCode.INVALID_PROPERTY_VALUE);
    assertThat(refusal(() -> withInterval(Duration.ofHours(169))))
        .isEqualTo(FormulaErrorCode.INVALID_PROPERTY_VALUE);
  }

  @Test
  void aPoolThatIsToScaleNeedsAFormula() {
    assertThat(refusal(() -> AutoscaleSettings.of(Optional.empty(), Optional.empty())))
        .isEqualTo(FormulaErrorCode.INVALID_SETTINGS);
  }

  @Test
  void aChangeKeepsWhatIsNotGiven() {
    AutoscaleSettings settings = withInterval(Duration.ofMinutes(5));

    AutoscaleSettings changed = settings.changed(Optional.of("x=1"), Optional.empty());

    assertThat(changed.formula().text()).isEqualTo("x=1");
    assertThat(changed.evaluationInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.changed(Optional.empty(), Optional.of(Duration.ofHours(1))).formula())
        .isSameAs(settings.formula());
    assertThat(refusal(() -> settings.changed(Optional.empty(), Optional.empty())))
        .isEqualTo(FormulaErrorCode.INVALID_SETTINGS);
  }

  @Test
  void enablingTwiceWithinThirtySecondsIsTooOften() {
    Instant last = Instant.parse("2026-01-05T08:30:00Z");

    assertThat(refusal(() -> AutoscaleSettings.requirePause(last, last.plusSeconds(29))))
        .isEqualTo(FormulaErrorCode.TOO_MANY_ENABLE_REQUESTS);
    assertThatCode(() -> AutoscaleSettings.requirePause(last, last.plusSeconds(30)))
        .doesNotThrowAnyException();
  }

  private static AutoscaleSettings withInterval(Duration interval) {
    return AutoscaleSettings.of(FORMULA, Optional.of(interval));
  }

  private static FormulaErrorCode refusal(ThrowingCallable request) {
    return catchThrowableOfType(AutoscaleSettingsException.class, request).code();
  }
}
