package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/EMULATOR.md says of every operation whether it works, and the code agrees. */
class CoverageTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w+_\\w+) \\| (works|partly|not)\\b.*");

  private static final Pattern MEMBER = Pattern.compile("`(\\w+)`");

  private final Emulated batch = new Emulated();

  private static Path page() {
    return Path.of(System.getProperty("user.dir")).resolve("../docs/EMULATOR.md").normalize();
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(page())) {
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

  @Test
  void membersWithoutEffectAreThoseThatAreListed() throws IOException {
    Set<String> marked = new TreeSet<>();
    String block = "";
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                Bodies.class.getResourceAsStream("bodies.txt"), StandardCharsets.UTF_8))) {
      for (String line : table.lines().toList()) {
        if (!line.isBlank() && !line.startsWith(" ")) {
          block = line;
        } else if (line.startsWith("  ~")) {
          marked.add(block + " " + line.substring(3).split("[ !]", 2)[0]);
        }
      }
    }
    Set<String> listed = new TreeSet<>();
    String page = Files.readString(page());
    String section = page.substring(page.indexOf("## Members without effect"));
    for (String line : section.lines().filter(one -> one.startsWith("| ")).toList()) {
      Matcher member = MEMBER.matcher(line);
      while (member.find()) {
        listed.add(line.split(" ", 3)[1] + " " + member.group(1));
      }
    }
    assertThat(listed).isEqualTo(marked).isNotEmpty();
  }
}
