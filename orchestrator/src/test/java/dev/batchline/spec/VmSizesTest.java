package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmSizesTest {

  @ParameterizedTest
  @CsvSource({
    "Standard_D4s_v5, 4",
    "standard_d4s_v5, 4",
    "Standard_D96ads_v5, 96",
    "Standard_D2_v3, 2",
    "Standard_D1_v2, 1",
    "Standard_D3_v2, 4",
    "Standard_DS14_v2, 16",
    "Standard_D5_v2_Promo, 16",
    "Standard_D14, 16",
    "Standard_A1_v2, 1",
    "Standard_A8m_v2, 8",
    "Standard_A4, 8",
    "Standard_F16s_v2, 16",
    "Standard_F72s_v2, 72",
    "Standard_E64-16ds_v4, 16",
    "Standard_HB120rs_v3, 120",
    "Standard_HB120-64rs_v3, 64",
    "Standard_HC44rs, 44",
    "Standard_NC24ads_A100_v4, 24",
    "Standard_NV36ads_A10_v5, 36",
    "Standard_ND96isr_H100_v5, 96",
    "Standard_M128ms, 128",
    "Standard_L8s_v3, 8",
    "Standard_B2ms, 2",
    "Standard_G5, 32",
    "Standard_D8pds_v6, 8",
  })
  void coresAreReadOffTheName(String size, int cores) {
    assertThat(VmSizes.cores(size)).hasValue(cores);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Custom", "Standard_", "Standard_D", "Standard_D99999s_v5", "D4"})
  void aNameThatTellsNothingHasNoCores(String size) {
    assertThat(VmSizes.cores(size)).isEqualTo(OptionalInt.empty());
  }
}
