package dev.batchline.spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks pool templates and reads every message: the table is {@code broken-pool-templates.txt}.
 */
class BrokenPoolTemplatesTest {

  private static final String POOL =
      "\"vmSize\": \"Standard_D4s_v5\", \"virtualMachineConfiguration\": { \"imageReference\":"
          + " { \"publisher\": \"p\", \"offer\": \"o\", \"sku\": \"s\" },"
          + " \"nodeAgentSKUId\": \"batch.node.ubuntu 24.04\" },";
  private static final String JOB =
      """
      name: job
      pool: { template: pool.json }
      tasks: [{ name: a, command: x }]
      """;

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> eachMistakeIsToldWithItsPlaceAndWhatToDo() {
    JobDirectory directory = JobDirectory.in(temporary);
    return MessageTable.read("broken-pool-templates.txt").stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.title(),
                    () -> {
                      directory.write("pool.json", one.text().replace("POOL", POOL));
                      one.check(directory.problems(JOB, Map.of()));
                    }));
  }
}
