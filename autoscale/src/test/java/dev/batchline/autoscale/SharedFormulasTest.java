package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Formulas from public repositories, as people wrote them, with the results their index states. */
class SharedFormulasTest {

  private static final Instant MONDAY = Instant.parse("2026-01-05T08:30:00Z");
  private static final Pattern ROW =
      Pattern.compile("\\| (\\S+\\.txt) \\| (\\S+) \\| ([^|]+) \\| ([^|]+) \\|.*");
  private static final Pattern RESULT = Pattern.compile("D=(\\S+) L=(\\S+) (\\S+)");

  @TestFactory
  Stream<DynamicTest> everyFormulaGivesWhatTheIndexStates() throws IOException {
    var directory = SharedFixtures.directory("autoscale");
    if (directory.isEmpty()) {
      return Stream.empty();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(directory.get().resolve("INDEX.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Path file = directory.get().resolve("formulas").resolve(row.group(1));
        tests.add(test(file, "full history", row.group(3).strip(), fullHistory()));
        tests.add(test(file, "no history", row.group(4).strip(), Samples.none()));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static DynamicTest test(Path file, String history, String expected, Samples samples) {
    return DynamicTest.dynamicTest(
        file.getFileName() + ", " + history,
        () -> check(Files.readString(file), expected, samples));
  }

  private static void check(String text, String expected, Samples samples) {
    if (expected.equals("AutoScalingFormulaSyntaxError")) {
      assertThatThrownBy(() -> Formula.parse(text)).isInstanceOf(FormulaSyntaxException.class);
      return;
    }
    Conditions conditions =
        Conditions.at(MONDAY).withPool(new PoolSize(3, 1, 3, 1, 4)).withSamples(samples);
    Evaluation evaluation = Formula.parse(text).evaluate(conditions);
    Matcher result = RESULT.matcher(expected);
    if (!result.matches()) {
      assertThat(evaluation.error().orElseThrow().code().code()).isEqualTo(expected);
      return;
    }
    assertThat(evaluation.error()).isEmpty();
    assertThat(evaluation.results())
        .containsEntry(
            "$TargetDedicatedNodes", new Value.Numeric(Double.parseDouble(result.group(1))))
        .containsEntry(
            "$TargetLowPriorityNodes", new Value.Numeric(Double.parseDouble(result.group(2))))
        .containsEntry("$NodeDeallocationOption", new Value.Text(result.group(3)));
  }

  private static Samples fullHistory() {
    Map<Metric, Double> values =
        Map.of(
            Metric.ACTIVE_TASKS, 6.0,
            Metric.RUNNING_TASKS, 4.0,
            Metric.PENDING_TASKS, 10.0,
            Metric.SUCCEEDED_TASKS, 3.0,
            Metric.FAILED_TASKS, 1.0,
            Metric.CPU_PERCENT, 50.0,
            Metric.PREEMPTED_NODE_COUNT, 2.0);
    Samples samples = Samples.none();
    for (int sample = 139; sample >= 0; sample--) {
      samples = samples.with(MONDAY.minus(Duration.ofSeconds(15 + 30L * sample)), values);
    }
    return samples;
  }
}
