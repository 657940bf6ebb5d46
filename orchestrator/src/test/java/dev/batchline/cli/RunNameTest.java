package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.run.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNameTest {

  private static final List<RunId> IDS =
      ids(
          "risk-report-20261121-060001-k3f9",
          "risk-20261121-060000-9abc",
          "risk-report-20261120-060000-77aa");

  @ParameterizedTest
  @ValueSource(strings = {"k3f9", "060001-k3f9", "risk-report-20261121", "risk-report-20261121-"})
  void theBeginningOrTheEndOfAnIdIsEnough(String text) {
    assertThat(RunName.only((RunName.Part) RunName.of(text), IDS)).isEqualTo(IDS.get(0));
  }

  @Test
  void whatFitsSeveralRunsIsRefusedWithTheirIds() {
    assertThatThrownBy(() -> RunName.only(new RunName.Part("risk-report"), IDS))
        .isInstanceOfSatisfying(
            RunException.class,
            e ->
                assertThat(e.getMessage() + "\n" + e.hint())
                    .contains("it may be any of 2 runs")
                    .contains("risk-report-20261121-060001-k3f9")
                    .contains("risk-report-20261120-060000-77aa"));
  }

  @Test
  void whatIsInTheMiddleOfAnIdFitsNone() {
    assertThatThrownBy(() -> RunName.only(new RunName.Part("20261121"), IDS))
        .hasMessageContaining("no run's id begins or ends so");
  }

  @Test
  void aWholeIdIsTakenAsItIs() {
    assertThat(RunName.of("risk-report-20261121-060001-k3f9"))
        .isEqualTo(new RunName.Whole(IDS.get(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k3f", "../x", "Risk-report", "latest:"})
  void whatCantBeAPartOfAnIdIsRefused(String text) {
    assertThatThrownBy(() -> RunName.of(text)).isInstanceOf(RunException.class);
  }

  @Test
  void theLatestIsThatOfAnyJobOrOfTheOneThatIsNamed() {
    assertThat(RunName.of("latest")).isEqualTo(new RunName.Latest(Optional.empty()));
    assertThat(Runs.latest(IDS, Optional.empty())).contains(IDS.get(0));
    assertThat(RunName.of("latest:risk")).isEqualTo(new RunName.Latest(Optional.of("risk")));
    assertThat(Runs.latest(IDS, Optional.of("risk"))).contains(IDS.get(1));
    assertThat(Runs.latest(IDS, Optional.of("Risk Report"))).contains(IDS.get(0));
    assertThat(Runs.latest(IDS, Optional.of("*"))).contains(IDS.get(0));
    assertThat(Runs.latest(IDS, Optional.of("report"))).isEmpty();
  }

  private static List<RunId> ids(String... values) {
    return new ArrayList<>(Stream.of(values).map(RunId::new).toList());
  }
}
