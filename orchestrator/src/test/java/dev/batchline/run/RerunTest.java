package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.TaskKeys;
import dev.batchline.target.OutputSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code work-1} to {@code work-5} and {@code merge}, which reads their outputs. */
class RerunTest {

  private static final RunId FIRST = new RunId("test-20261121-060000-aaaa");
  private static final RunId SECOND = new RunId("test-20261121-070000-bbbb");
  private static final RunId THIRD = new RunId("test-20261121-080000-cccc");

  @TempDir private Path directory;

  private final TestPlan plan = TestPlan.workThenReadingMerge(5);
  private EarlierRuns runs = new EarlierRuns(Path.of(""));

  @BeforeEach
  void begin() {
    runs = new EarlierRuns(directory);
  }

  @Test
  void aRerunOfOneTaskRunsItAndWhatReadsItAndTakesTheRestOver() throws IOException {
    run(FIRST, Takeover.none(6));
    RunResult second = run(SECOND, again(FIRST, named("work-2")));
    assertThat(runs.submitted()).containsExactly("merge-1", "work-2-1");
    assertThat(second.record().tasks()).isEqualTo(new TaskCounts(6, 0, 0, 2, 0, 0, 4));
    assertThat(second.record().rerunOf()).contains(FIRST.value());
    assertThat(second.record().reusedRuns()).containsExactly(FIRST.value());
    assertThat(runs.producers())
        .containsEntry("work-1", FIRST.value())
        .containsEntry("work-2", SECOND.value())
        .containsEntry("merge", SECOND.value());
  }

  @Test
  void onlyTheNamedTasksRunIfSoAskedFor() {
    run(FIRST, Takeover.none(6));
    Takeover takeover = Rerun.of(plan, FIRST, runs.history(FIRST), named("work-2"), true);
    run(SECOND, takeover);
    assertThat(runs.submitted()).containsExactly("work-2-1");
  }

  @Test
  void nodesAreToldWhichRunMadeTheOutputsOfEachTask() {
    run(FIRST, Takeover.none(6));
    run(SECOND, again(FIRST, named("work-[24]")));
    assertThat(runs.target().setup.orElseThrow().sources())
        .containsOnly(
            Map.entry("work", List.of(new OutputSource(0, SECOND), new OutputSource(1, FIRST))));
    assertThat(runs.files.run(SECOND).open("sources/work"))
        .hasContent("1 1 1\n0 2 2\n1 3 3\n0 4 4\n1 5 5\n");
  }

  @Test
  void whatFailedAndWhatNeverRanBecauseOfItRunsAgain() {
    runs.failing("work-3");
    run(FIRST, Takeover.none(6));
    RunResult second = run(SECOND, again(FIRST, new RerunChoice.Failed()));
    assertThat(runs.submitted()).containsExactly("merge-1", "work-3-1");
    assertThat(second.record().state()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRerunOfARerunTakesResultsFromTheRunsThatMadeThem() throws IOException {
    run(FIRST, Takeover.none(6));
    run(SECOND, again(FIRST, named("work-2")));
    RunResult third = run(THIRD, again(SECOND, named("merge")));
    assertThat(runs.submitted()).containsExactly("merge-1");
    assertThat(third.record().reusedRuns()).containsExactly(FIRST.value(), SECOND.value());
    assertThat(third.record().rerunOf()).contains(SECOND.value());
    assertThat(runs.producers())
        .containsEntry("work-1", FIRST.value())
        .containsEntry("work-2", SECOND.value())
        .containsEntry("merge", THIRD.value());
  }

  @Test
  void aRerunOfAllRunsAll() {
    run(FIRST, Takeover.none(6));
    assertThat(run(SECOND, again(FIRST, new RerunChoice.All())).record().tasks())
        .isEqualTo(new TaskCounts(6, 0, 0, 6, 0, 0));
  }

  @Test
  void aTaskWithoutResultThatIsNotChosenIsLeftOutWithWhatComesAfterIt() {
    runs.failing("work-2", "work-3");
    run(FIRST, Takeover.none(6));
    RunResult second = run(SECOND, again(FIRST, named("work-2")));
    assertThat(runs.submitted()).containsExactly("work-2-1");
    assertThat(second.record().tasks()).isEqualTo(new TaskCounts(6, 0, 0, 1, 0, 2, 3));
    assertThat(second.exitCode()).isZero();
  }

  @Test
  void aMergeCantRunAgainAsLongAsOneOfItsPartsHasNoResult() {
    runs.failing("work-3");
    run(FIRST, Takeover.none(6));
    assertThatThrownBy(() -> again(FIRST, named("merge")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("run merge again")
        .hasMessageContaining("work-3");
  }

  @Test
  void patternsThatFitNothingAndRunsWithoutFailureAreTheUsersMistakes() {
    run(FIRST, Takeover.none(6));
    assertThatThrownBy(() -> again(FIRST, named("work-9")))
        .satisfies(e -> assertThat(((RunException) e).blame()).isEqualTo(Blame.USER))
        .satisfies(e -> assertThat(((RunException) e).hint()).contains("work-1 to work-5, merge"));
    assertThatThrownBy(() -> again(FIRST, named("wrk-1?")))
        .satisfies(
            e -> assertThat(((RunException) e).hint()).contains("Did you mean \"work-1?\"?"));
    assertThatThrownBy(() -> again(FIRST, new RerunChoice.Failed()))
        .hasMessageContaining("none failed");
  }

  @Test
  void outputsThatAreGoneAreNamedByTheirTasks() {
    run(FIRST, Takeover.none(6));
    runs.files.remove(FIRST, "output/work-4/out.txt");
    assertThatThrownBy(() -> again(FIRST, named("work-2")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("work-4")
        .hasMessageContaining(FIRST.value());
  }

  @Test
  void oneOutputOfSeveralThatIsGoneIsNoticed() {
    run(FIRST, Takeover.none(6));
    runs.files.put(FIRST, "output/work-4/more.txt", new byte[] {1});
    runs.collect(FIRST);
    assertThat(again(FIRST, named("work-2")).reused()).isPositive();

    runs.files.remove(FIRST, "output/work-4/out.txt");

    assertThatThrownBy(() -> again(FIRST, named("work-2")))
        .hasMessageContaining("work-4")
        .hasMessageNotContaining("work-3");
  }

  @Test
  void resultsThatOtherCommandsMadeAreCounted() {
    run(FIRST, Takeover.none(6));
    Takeover takeover = again(FIRST, named("work-2"));
    assertThat(changed(plan, takeover)).isZero();
    assertThat(changed(plan.withChanged("work-2", "work-3", "work-4"), takeover)).isEqualTo(2);
  }

  private int changed(TestPlan now, Takeover takeover) {
    return Rerun.changed(now, runs.files.run(FIRST), runs.history(FIRST), takeover);
  }

  @Test
  void aTaskThatThePlanOfNowDoesNotHaveIsNotDeniedToTheRunOfThen() {
    run(FIRST, Takeover.none(6));
    assertThatThrownBy(
            () ->
                Rerun.of(
                    TestPlan.workThenReadingMerge(3),
                    FIRST,
                    runs.history(FIRST),
                    named("work-5"),
                    false))
        .hasMessageContaining("has it, but would not with what was changed");
  }

  private static RerunChoice named(String pattern) {
    return new RerunChoice.Named(List.of(pattern));
  }

  private Takeover again(RunId run, RerunChoice choice) {
    Takeover takeover = Rerun.of(plan, run, runs.history(run), choice, false);
    new OutputsCheck(plan, runs.files).require(takeover);
    return takeover;
  }

  private RunResult run(RunId id, Takeover takeover) {
    return runs.run(id, plan, takeover, TaskKeys.of(plan));
  }
}
