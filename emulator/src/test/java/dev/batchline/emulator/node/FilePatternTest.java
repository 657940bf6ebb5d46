package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*.csv pnl.csv true",
        "*.csv dir/pnl.csv false",
        "*.csv .hidden.csv false",
        ".*.csv .hidden.csv true",
        "**/*.csv pnl.csv true",
        "**/*.csv a/b/pnl.csv true",
        "**/*.csv a/.b/pnl.csv false",
        "** a/b/c.txt true",
        "** a/b/.c.txt false",
        "a?c abc true",
        "a?c a/c false",
        "[ab]x ax true",
        "[a-c]x cx true",
        "[!ab]x ax false",
        "[!ab]x cx true",
        "x[*] x* true",
        "x[*] xy false",
        "\\**.txt *a.txt true",
        "\\**.txt a.txt false",
        "a[ a[ true",
        "*.(x) a.(x) true",
        "[z-a]* [z-a]1 true"
      })
  void wildcardsMatchAsBatchDefinesThem(String pattern, String path, boolean matches) {
    assertThat(FilePattern.parse(pattern, Map.of()).rest().matcher(path).matches())
        .isEqualTo(matches);
  }

  @Test
  void theDirectoriesBeforeTheFirstWildcardAreTheBase() {
    FilePattern report = FilePattern.parse("a/b/*/c.txt", Map.of());
    assertThat(report.base()).isEqualTo("a/b");
    assertThat(report.depth()).isEqualTo(2);
    assertThat(FilePattern.parse("../std*.txt", Map.of()).base()).isEqualTo("..");
    assertThat(FilePattern.parse("/x/**", Map.of()).base()).isEqualTo("/x");
    assertThat(FilePattern.parse("/*.txt", Map.of()).base()).isEqualTo("/");
    assertThat(FilePattern.parse("**", Map.of()).base()).isEmpty();
  }

  @Test
  void variablesAreExpandedFirst() {
    Map<String, String> environment = Map.of("AZ_BATCH_TASK_DIR", "/mnt/t$1");
    assertThat(FilePattern.parse("$AZ_BATCH_TASK_DIR/*.txt", environment).base())
        .isEqualTo("/mnt/t$1");
    assertThat(FilePattern.parse("${AZ_BATCH_TASK_DIR}/stdout.txt", environment).base())
        .isEqualTo("/mnt/t$1/stdout.txt");
    assertThat(FilePattern.parse("$other/x", environment).base()).isEqualTo("$other/x");
  }

  @Test
  void withoutWildcardsItIsOneFile() {
    FilePattern pattern = FilePattern.parse("report/risk\\*.json", Map.of());
    assertThat(pattern.hasWildcards()).isFalse();
    assertThat(pattern.base()).isEqualTo("report/risk*.json");
  }
}
