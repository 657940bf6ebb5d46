package dev.batchline.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogStreamTest {

  private final List<String> lines = new ArrayList<>();
  private final LogStream stream = new LogStream(lines::add);

  @Test
  void aCharacterThatIsCutInTwoComesWhole() {
    byte[] bytes = "Zürich\n".getBytes(UTF_8);

    for (byte each : bytes) {
      stream.add(new byte[] {each});
    }

    assertThat(lines).containsExactly("Zürich");
  }

  @Test
  void aCommandOfThePipelineThatComesInPiecesIsNone() {
    stream.add("ok\n##v".getBytes(UTF_8));
    stream.add("so[task.complete result=Succeeded]\r\nrest".getBytes(UTF_8));
    stream.end();

    assertThat(lines).containsExactly("ok", "# #vso[task.complete result=Succeeded]", "rest");
  }

  @Test
  void aLineWithoutEndIsGivenOnInPartsThatCutNoCharacter() {
    stream.add(("x" + "ü".repeat(600_000)).getBytes(UTF_8));
    stream.end();

    assertThat(lines).extracting(String::length).containsExactly(524_289, 75_712);
    assertThat(String.join("", lines)).isEqualTo("x" + "ü".repeat(600_000));
  }
}
