package samples.riskreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.975, 1.959963984540054",
    "0.99, 2.3263478740408408",
    "0.001, -3.090232306167813",
    "1e-10, -6.361340902404056"
  })
  void quantilesAreThoseOfTheTables(double p, double x) {
    assertThat(Normal.quantile(p)).isCloseTo(x, within(1e-13));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-6, 0.02, 0.07, 0.3, 0.5, 0.61, 0.93, 0.9999})
  void theCumulativeDistributionUndoesTheQuantile(double p) {
    assertThat(Normal.cumulative(Normal.quantile(p))).isCloseTo(p, within(1e-14));
  }

  @Test
  void variatesHaveTheMomentsOfANormalDistribution() {
    int n = 200_000;
    double[] moments = new double[5];
    for (int path = 0; path < n; path++) {
      double x = new RandomPath(1, path).nextNormal();
      for (int k = 1; k <= 4; k++) {
        moments[k] += StrictMath.pow(x, k) / n;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.01));
    assertThat(moments[2]).isCloseTo(1, within(0.02));
    assertThat(moments[3]).isCloseTo(0, within(0.04));
    assertThat(moments[4]).isCloseTo(3, within(0.1));
  }

  @Test
  void neighbouringPathsAndSeedsAreNotAlike() {
    int n = 100_000;
    double paths = 0;
    double seeds = 0;
    for (int i = 0; i < n; i++) {
      double x = new RandomPath(1, i).nextNormal();
      paths += x * new RandomPath(1, i + 1).nextNormal() / n;
      seeds += x * new RandomPath(2, i).nextNormal() / n;
    }
    assertThat(paths).isCloseTo(0, within(0.015));
    assertThat(seeds).isCloseTo(0, within(0.015));
  }
}
