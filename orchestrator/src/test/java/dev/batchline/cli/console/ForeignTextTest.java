package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "##vso[task.setvariable variable=x]1",
        "text before ##vso[task.complete result=Succeeded]",
        "##VSO[task.logissue type=error]x",
        "##[error]red",
        "#\u0000#vso[task.setvariable variable=x]1",
        "#\u200b#vso[task.setvariable variable=x]1",
        "##\u001b[0mvso[task.setvariable variable=x]1",
        "##vs\u001b[31mo[task.setvariable variable=x]1",
        "###vso[task.setvariable variable=x]1",
        "## vso [task.setvariable variable=x]1",
      })
  void noLineOfATaskCommandsThePipeline(String line) {
    assertThat(ForeignText.line(line).toLowerCase(java.util.Locale.ROOT))
        .doesNotContainPattern("##\\s*(vso)?\\s*\\[")
        .isNotEmpty();
  }

  @Test
  void escapeSequencesAndControlCharactersAreGone() {
    String hostile =
        "\u001b[2J\u001b]0;title\u0007red \u001b[31mtext\u001b[0m \u009b1mbold\b\b\u0007 \u202egnp.exe";

    assertThat(ForeignText.line(hostile)).isEqualTo("red text bold gnp.exe");
  }

  @Test
  void aLineStaysOneLine() {
    assertThat(ForeignText.line("one\r\ntwo\tthree\u2028four")).isEqualTo("one two threefour");
  }

  @Test
  void aBlockKeepsItsLines() {
    assertThat(ForeignText.block("one\r\n  two\rthree\n")).isEqualTo("one\n  two\nthree\n");
  }

  @Test
  void ordinaryTextIsKeptAsItIs() {
    String text = "Größe: 5 € → 日本, # comment, ## heading, 100% [done] 😀";

    assertThat(ForeignText.line(text)).isEqualTo(text);
  }
}
