package dev.batchline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTextTest {

  @Test
  void aShellGetsEachValueBackAsItIs() {
    assertThat(SettingsText.exports(Map.of("NAME", "a'b$(c);d")))
        .isEqualTo("export NAME='a'\\''b$(c);d'");
  }
}
