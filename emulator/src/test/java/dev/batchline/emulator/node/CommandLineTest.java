package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      delimiter = ';',
      textBlock =
          """
          echo a  b; echo|a|b
          echo 'a  b'; echo|a  b
          echo "a  'b'"; echo|a  'b'
          /bin/sh -c 'echo "$x" | wc'; /bin/sh|-c|echo "$x" | wc
          /bin/sh -c "echo \\"hi\\" \\$x"; /bin/sh|-c|echo "hi" \\$x
          a\\ b c; a b|c
          pre'fix'"ed"; prefixed
          a '' ""; a||
          """)
  void wordsAreSplitAtWhiteSpaceOutsideOfQuotes(String line, String words) {
    assertThat(String.join("|", CommandLine.parse(line).words())).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "echo 'a", "echo \"a", "echo a\\"})
  void whatIsLeftOpenOrEmptyIsRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.parse(line));
  }

  @Test
  void thereIsNoShellInIt() {
    assertThat(CommandLine.parse("echo $HOME * > x").words())
        .containsExactly("echo", "$HOME", "*", ">", "x");
  }
}
