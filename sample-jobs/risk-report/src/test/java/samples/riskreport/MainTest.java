package samples.riskreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  private static final Path DATA = Path.of("data");

  @TempDir Path directory;

  private void simulate(int scenario, int scenarios, String... more) throws IOException {
    Path task = Files.createDirectories(directory.resolve("s" + scenarios + "/task-" + scenario));
    List<String> line = new ArrayList<>(List.of("simulate", "--scenario", scenario + ""));
    line.addAll(List.of("--scenarios", scenarios + "", "--paths", "2000"));
    line.addAll(List.of("--data", DATA.toString(), "--out", task.resolve("pnl.csv").toString()));
    line.addAll(List.of(more));
    Main.run(line);
  }

  private Path report(int scenarios) throws IOException {
    Path out = directory.resolve("report-" + scenarios);
    Main.run(List.of("report", "--in", directory + "/s" + scenarios, "--out", out.toString()));
    return out;
  }

  @Test
  void theReportIsTheSameHoweverManyTasksComputedIt() throws IOException {
    for (int scenarios : new int[] {1, 7, 40}) {
      for (int scenario = 1; scenario <= scenarios; scenario++) {
        simulate(scenario, scenarios);
      }
    }
    Path whole = report(1);
    for (int scenarios : new int[] {7, 40}) {
      Path split = report(scenarios);
      for (String file : List.of("risk.json", "risk.csv", "index.html")) {
        assertThat(split.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
      }
    }
    assertThat(whole.resolve("index.html"))
        .content()
        .contains("<svg")
        .doesNotContainPattern("@[a-z]+@");
    assertThat(Files.readAllLines(whole.resolve("risk.csv"))).hasSize(5);
  }

  @Test
  void aMissingTaskIsNoticed() throws IOException {
    simulate(1, 3);
    simulate(3, 3);
    assertThatThrownBy(() -> report(3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("path 666 is in none");
  }

  @Test
  void aTaskThatIsThereTwiceIsNoticed() throws IOException {
    simulate(1, 1);
    Path again = Files.createDirectories(directory.resolve("s1/again"));
    Files.copy(directory.resolve("s1/task-1/pnl.csv"), again.resolve("pnl.csv"));
    assertThatThrownBy(() -> report(1)).hasMessageContaining("in another file, too");
  }

  @Test
  void tasksOfDifferentSettingsAreNotMerged() throws IOException {
    simulate(1, 2);
    simulate(2, 2, "--seed", "43");
    assertThatThrownBy(() -> report(2)).hasMessageContaining("other settings");
  }

  @Test
  void theCommittedDataIsWhatTheGeneratorMakes() throws IOException {
    Main.run(List.of("generate-data", "--out", directory.toString()));
    for (String file : List.of("market.csv", "correlation.csv", "portfolio.csv")) {
      assertThat(DATA.resolve(file)).hasSameTextualContentAs(directory.resolve(file));
    }
  }

  @Test
  void mistakesAreSaidWithTheirPlace() throws IOException {
    for (String file : List.of("market.csv", "correlation.csv")) {
      Files.copy(DATA.resolve(file), directory.resolve(file));
    }
    Path portfolio = directory.resolve("portfolio.csv");
    Files.writeString(
        portfolio, "position,type,underlying,quantity,strike,expiry\n1,swap,ALFA,1,,\n");
    assertThatThrownBy(() -> simulate(1, 1, "--data", directory.toString()))
        .isInstanceOf(InputException.class)
        .hasMessage(portfolio + ":2: \"type\" must be stock, call or put, but is swap");
    assertThatThrownBy(() -> Main.run(List.of("simulate"))).hasMessage("--scenario is missing");
    assertThatThrownBy(() -> Main.run(List.of("simulate", "--scenari", "1")))
        .hasMessageContaining("--scenario");
    assertThatThrownBy(() -> simulate(3, 2)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Main.run(List.of())).hasMessageContaining("generate-data");
  }
}
