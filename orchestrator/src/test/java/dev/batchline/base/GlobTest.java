package dev.batchline.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "a.csv, a.csv, true",
    "a.csv, axcsv, false",
    "*.csv, a.csv, true",
    "*.csv, d/a.csv, false",
    "*.csv, .csv, false",
    ".*, .hidden, true",
    "?.csv, a.csv, true",
    "?.csv, ab.csv, false",
    "**, a, true",
    "**, d/e/a, true",
    "**, .git/config, false",
    "**, d/.x, false",
    "d/**, d/a, true",
    "d/**, d, false",
    "d/**, d/e/f/a, true",
    "**/*.csv, a.csv, true",
    "**/*.csv, d/e/a.csv, true",
    "d/**/a, d/a, true",
    "d/**/a, d/x/y/a, true",
    "d/**/a, da, false",
    "[ab].csv, b.csv, true",
    "[!ab].csv, b.csv, false",
    "[!ab].csv, c.csv, true",
    "[a-c]1, b1, true",
    "[a-c]1, d1, false",
    "[^a], ^, true",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "a[, a[, true",
    "a+(b)$, a+(b)$, true",
    "*[0-9], run7, true",
    "x/*/z, x/y/z, true",
    "x/*/z, x/y/y/z, false",
  })
  void patternsMeanWhatTheyMeanToBatch(String glob, String path, boolean fits) {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(fits);
  }
}
