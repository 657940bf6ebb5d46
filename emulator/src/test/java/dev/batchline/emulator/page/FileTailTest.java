package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailTest {

  @TempDir private Path directory;

  private FileTail tail(String text) throws IOException {
    return tail(text.getBytes(StandardCharsets.UTF_8));
  }

  private FileTail tail(byte... bytes) throws IOException {
    return new FileTail(Files.write(directory.resolve("file"), bytes));
  }

  @Test
  void aFileIsReadInPiecesAsItGrows() throws IOException {
    FileTail tail = tail("one\n");
    FileTail.Piece first = tail.end();
    Files.writeString(directory.resolve("file"), "two\n", StandardOpenOption.APPEND);

    assertThat(first.text()).isEqualTo("one\n");
    assertThat(tail.from(first.next()).text()).isEqualTo("two\n");
    assertThat(tail.from(8)).isEqualTo(new FileTail.Piece("", 8, 8, 8, false));
    assertThat(tail.from(99).length()).isEqualTo(8);
  }

  @Test
  void ofALongFileTheLastWholeLinesAreShown() throws IOException {
    FileTail.Piece end = tail("0123456789abcdef\n".repeat(100_000)).end();

    assertThat(end.text())
        .startsWith("0123456789abcdef\n")
        .hasSizeLessThanOrEqualTo(FileTail.PIECE);
    assertThat(end.start()).isEqualTo(1_700_000 - end.text().length());
    assertThat(end.next()).isEqualTo(1_700_000);
  }

  @Test
  void aFileOfOneLongLineIsShownToo() throws IOException {
    assertThat(tail("x".repeat(300_000)).end().text()).hasSize(FileTail.PIECE);
  }

  @Test
  void aCharacterIsNeverCut() throws IOException {
    byte[] euro = "a€".getBytes(StandardCharsets.UTF_8);

    FileTail.Piece begun = tail(euro[0], euro[1], euro[2]).end();
    assertThat(begun.text()).isEqualTo("a");
    assertThat(tail(euro).from(begun.next()).text()).isEqualTo("€");
  }

  @Test
  void aSequenceForTerminalsIsNeitherShownNorCut() throws IOException {
    assertThat(tail("\u001B[1;31mred\u001B[0m \u001B]0;title\u0007plain\n").end().text())
        .isEqualTo("red plain\n");
    FileTail.Piece begun = tail("red\u001B[1;3").end();
    assertThat(begun.text()).isEqualTo("red");
    assertThat(tail("red\u001B[1;31m!").from(begun.next()).text()).isEqualTo("!");
  }

  @Test
  void otherControlCharactersAreShownAsPictures() throws IOException {
    assertThat(tail("bell\u0007 back\b tab\t\r\nnext\rlast").end().text())
        .isEqualTo("bell␇ back␈ tab\t\nnext\nlast");
  }

  @Test
  void bytesThatAreNoTextAreNotShown() throws IOException {
    assertThat(tail((byte) 1, (byte) 0, (byte) 2).end().binary()).isTrue();
    assertThat(tail((byte) 0xFF, (byte) 'a').end().text()).isEqualTo("\uFFFDa");
  }

  @Test
  void secretsAreMasked() throws IOException {
    assertThat(tail("GET https://x/y?sv=1&sig=hidden%3D\n").end().text()).doesNotContain("hidden");
  }
}
