package dev.batchline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.report.FailureGroups.Group;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureGroupsTest {

  @Test
  void aHundredThatFailedTheSameWayAreOneGroup() {
    Stream<Told> hundred =
        IntStream.range(0, 100)
            .mapToObj(n -> told(n, 1, "scenario " + n + " has no price in /data/" + n + ".csv"));
    Stream<Told> others = Stream.of(told(100, 1, "out of memory"), told(101, 2, "out of memory"));

    List<Group<Told>> groups = of(Stream.concat(others, hundred).toList());

    assertThat(groups).extracting(Group::size).containsExactly(100, 1, 1);
    assertThat(groups.get(0).tail()).isEqualTo("scenario 0 has no price in /data/0.csv");
  }

  @Test
  void linesBeforeTheLastFourMakeNoDifference() {
    String end = "a\nb\nc\nd\n";

    assertThat(of(List.of(told(0, 1, "began well\n" + end), told(1, 1, "warned\n" + end))))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'at 12:04:05.123 step 7','at <n> step <n>'",
    "'no file /mnt/batch/tasks/x-1/wd/in.csv here','no file <path> here'",
    "'C:\\data\\a.csv is locked','<path> is locked'",
    "'GET https://a.blob.core.windows.net/c/b?sig=1 gave 404','GET <url> gave <n>'",
    "'job 3f2b8a10-1111-2222-3333-444455556666 died','job <id> died'",
    "'object 9f86d081884c7d65 differs','object <n> differs'",
    "'read and/or write','read and/or write'",
    "'java.lang.OutOfMemoryError: heap','java.lang.OutOfMemoryError: heap'"
  })
  void whatDiffersFromTaskToTaskIsTakenOut(String line, String normalised) {
    assertThat(FailureGroups.normalised(line)).isEqualTo(normalised);
  }

  private record Told(int task, Outcome.Failed outcome, String tail) {}

  private static List<Group<Told>> of(List<Told> failures) {
    return FailureGroups.of(failures, told -> FailureGroups.how(told.outcome()), Told::tail);
  }

  private static Told told(int task, int exitCode, String tail) {
    return new Told(
        task,
        new Outcome.Failed(
            FailureKind.EXIT_CODE,
            OptionalInt.of(exitCode),
            "FailureExitCode",
            "m",
            Optional.empty()),
        tail);
  }
}
