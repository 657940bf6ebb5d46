package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.cli.Diagnosis.Result;
import dev.batchline.target.azurebatch.AccountQuotas;
import dev.batchline.target.azurebatch.AzureBatchAccount.Use;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BatchDoctorTest {

  private static final Use USE = new Use(3, 2, 5, 12, 8);

  @Test
  void quotasAreShownBesideWhatIsInUse() {
    Diagnosis found = BatchDoctor.quotas(USE, quotas(100, 40, 10, Map.of()));

    assertThat(found.result()).isEqualTo(Result.OK);
    assertThat(found.sentence())
        .isEqualTo(
            "3 of 100 pools, 2 of 300 active jobs, 12 of 40 dedicated cores, 8 of 10 Spot cores"
                + " in use");
  }

  @Test
  void withoutRoomForAPoolNothingRuns() {
    Diagnosis found = BatchDoctor.quotas(USE, quotas(3, 40, 10, Map.of()));

    assertThat(found.result()).isEqualTo(Result.FAILED);
    assertThat(found.exitCode()).isEqualTo(3);
    assertThat(found.sentence()).endsWith("no pools left");
    assertThat(found.hint()).contains("batchline clean");
  }

  @Test
  void withoutDedicatedCoresSpotNodesMayStillDo() {
    assertThat(BatchDoctor.quotas(USE, quotas(100, 0, 10, Map.of())).result())
        .isEqualTo(Result.WARNING);
    assertThat(BatchDoctor.quotas(USE, quotas(100, 0, 0, Map.of())).exitCode()).isEqualTo(3);
  }

  @Test
  void aFamilyWithoutCoresIsNamed() {
    Diagnosis found = BatchDoctor.quotas(USE, quotas(100, 40, 10, Map.of("standardDSv5Family", 0)));

    assertThat(found.result()).isEqualTo(Result.WARNING);
    assertThat(found.sentence()).contains("standardDSv5Family");
  }

  private static AccountQuotas quotas(
      int pools, int dedicated, int spot, Map<String, Integer> families) {
    return new AccountQuotas(
        OptionalInt.of(pools),
        OptionalInt.of(300),
        OptionalInt.of(dedicated),
        OptionalInt.of(spot),
        families);
  }
}
