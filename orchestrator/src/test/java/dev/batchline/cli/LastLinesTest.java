package dev.batchline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastLinesTest {

  private long read;

  @Test
  void linesAreCountedFromTheEnd() {
    assertThat(last("a\nb\nc\n", 2)).isEqualTo("b\nc\n");
    assertThat(last("a\nb\nc", 2)).isEqualTo("b\nc");
    assertThat(last("a\n\n\n", 2)).isEqualTo("\n\n");
    assertThat(last("a\nb\n", 5)).isEqualTo("a\nb\n");
    assertThat(last("", 5)).isEmpty();
    assertThat(last("a\nb\n", 0)).isEmpty();
  }

  @Test
  void ofALongFileOnlyTheEndIsRead() {
    String text =
        IntStream.rangeClosed(1, 200_000)
            .mapToObj(n -> "line " + n)
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(last(text, 2)).isEqualTo("line 199999\nline 200000\n");
    assertThat(read).isLessThan(100_000);
    assertThat(last(text, 100_000)).startsWith("line 100001\n");
  }

  @Test
  void aLineWithoutABeginningIsCut() {
    String endless = "x".repeat(20_000_000);
    assertThat(last(endless, 1)).hasSize(1 << 24);
  }

  private String last(String text, int lines) {
    byte[] bytes = text.getBytes(UTF_8);
    read = 0;
    long begin =
        LastLines.begin(
            bytes.length,
            lines,
            (from, most) -> {
              read += most;
              return Optional.of(
                  Arrays.copyOfRange(bytes, (int) from, (int) Math.min(bytes.length, from + most)));
            });
    return text.substring((int) begin);
  }
}
