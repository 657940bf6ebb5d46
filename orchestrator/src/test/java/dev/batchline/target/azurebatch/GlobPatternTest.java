package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {

  @ParameterizedTest
  @CsvSource({
    "pnl.csv, pnl.csv, true",
    "pnl.csv, pnlxcsv, false",
    "pnl.csv, sub/pnl.csv, false",
    "*.csv, a.csv, true",
    "*.csv, .csv, false",
    "*.csv, .a.csv, false",
    ".*.csv, .a.csv, true",
    "*.csv, sub/a.csv, false",
    "report/**, report/a, true",
    "report/**, report/a/b/c, true",
    "report/**, report/.a, false",
    "report/**, report/.git/c, false",
    "report/**, report, false",
    "**/*.txt, a.txt, true",
    "**/*.txt, x/y/a.txt, true",
    "**, x/y, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "?bc, .bc, false",
    "[a-c]x, bx, true",
    "[a-c]x, dx, false",
    "x[!a-c], xd, true",
    "x[!a-c], xb, false",
    "x[!a], x/, false",
    "x[!]a], xb, true",
    "x[!]a], x], false",
    "a[*], a*, true",
    "a[*], ab, false",
    "a[b, a[b, true",
    "a\\*, a*, true",
    "a+(b)|{c}, a+(b)|{c}, true",
    "./out.bin, out.bin, true",
    "sub/*/x*, sub/a/x, true",
  })
  void aGlobMatchesAsGrepReadsItsExpression(String glob, String path, boolean matches)
      throws Exception {
    assertThat(grep("^" + new GlobPattern(glob).expression() + "$", path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "pnl.csv, ''",
    "*.csv, ''",
    "report/**, report/",
    "a/b/*.csv, a/b/",
    "a/b*/c, a/",
    "**/x, ''",
    "[ab]/x, ''",
  })
  void theBaseIsWhatComesBeforeTheFirstWildcard(String glob, String base) {
    assertThat(new GlobPattern(glob).base()).isEqualTo(base);
  }

  @Test
  void onlyAPatternWithoutWildcardsNamesOneFile() {
    assertThat(List.of("a", "a/b.c")).allMatch(glob -> new GlobPattern(glob).isLiteral());
    assertThat(List.of("*", "a?", "[a]", "a/**", "a\\*"))
        .noneMatch(glob -> new GlobPattern(glob).isLiteral());
  }

  @Test
  void everythingBelowADirectoryIsWrittenAsBatchReadsIt() {
    assertThat(new GlobPattern("report/**").forBatch()).isEqualTo("report/**/*");
    assertThat(new GlobPattern("**").forBatch()).isEqualTo("**/*");
    assertThat(new GlobPattern("a/*.csv").forBatch()).isEqualTo("a/*.csv");
  }

  private static boolean grep(String expression, String line) throws Exception {
    Process grep = new ProcessBuilder("grep", "-Eq", "--", expression).start();
    try (var stdin = grep.getOutputStream()) {
      stdin.write((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(grep.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(grep.exitValue()).isLessThan(2);
    return grep.exitValue() == 0;
  }
}
