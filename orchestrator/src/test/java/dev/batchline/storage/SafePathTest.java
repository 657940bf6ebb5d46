package dev.batchline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "output/../../x",
        "output/./x",
        "output//x",
        "output/x/",
        "..",
        "C:/x",
        "output/c:evil",
        "output/a\\..\\b",
        "output/a\nb",
        "output/a\u0000b"
      })
  void aNameThatLeadsElsewhereIsRefusedOnEverySystem(String name) {
    assertThat(SafePath.problem(name, false)).isPresent();
    assertThat(SafePath.problem(name, true)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"output/a/con", "output/NUL.txt", "output/lpt1.csv", "output/a.", "a?b"})
  void aNameThatWindowsKeepsToItselfIsRefusedThere(String name) {
    assertThat(SafePath.problem(name, true)).isPresent();
    assertThat(SafePath.problem(name, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"output/simulate-1/pnl.csv", "output/a/..b/c…/d e", "logs/a/1/.hidden"})
  void anOrdinaryNameIsTaken(String name) {
    assertThat(SafePath.problem(name, false)).isEmpty();
    assertThat(SafePath.problem(name, true)).isEmpty();
  }
}
