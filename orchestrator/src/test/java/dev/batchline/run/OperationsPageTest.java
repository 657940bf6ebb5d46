package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OperationsPageTest {

  @Test
  void thePageNamesEveryCauseOfAStandstill() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operations.md"));

    assertThat(page)
        .contains(
            Arrays.stream(StandstillCause.values())
                .map(cause -> "`" + cause.word() + "`")
                .toList());
  }
}
