package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/EMULATOR.md says of every operation whether it works, and the code agrees. */
class CoverageTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w+_\\w+) \\| (works|partly|not)\\b.*");

  private final Emulated batch = new Emulated();

  private static Map<String, String> documented() throws IOException {
    Path table = Path.of(System.getProperty("user.dir")).resolve("../docs/EMULATOR.md");
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(table.normalize())) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }

  @Test
  void everyOperationHasARowThatIsTrue() throws IOException {
    Map<String, String> documented = documented();
    for (Operation operation : Operation.values()) {
      boolean implemented = batch.core.operations().containsKey(operation);
      assertThat(documented.get(operation.id()))
          .as(operation.id())
          .isNotNull()
          .matches(word -> word.equals("not") != implemented, "implemented: " + implemented);
    }
    assertThat(documented).hasSize(Operation.values().length);
  }

  @Test
  void whatIsNotImplementedSaysSoWithItsName() {
    for (Operation operation : Operation.values()) {
      if (!batch.core.operations().containsKey(operation)) {
        BatchError error = batch.refused(operation, Map.of(), "");
        assertThat(error.status()).isEqualTo(501);
        assertThat(error.values()).containsValue(operation.id());
      }
    }
  }
}
