package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"##vso[task.complete]", "###", "\\##[error]", "#", "a"})
  void noCommandOfAPipelineStandsInADocumentAndNothingIsLost(String text) throws Exception {
    String document = JsonText.of(Map.of("message", text));

    assertThat(document).doesNotContain("##");
    assertThat(new ObjectMapper().readTree(document).path("message").asText()).isEqualTo(text);
  }

  @Test
  void aDocumentIsIndented() {
    assertThat(JsonText.of(Map.of("a", 1))).contains("\n  \"a\" : 1");
  }
}
