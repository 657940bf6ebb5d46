package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.RunId;
import dev.batchline.plan.TaskKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code work-1} to {@code work-5} and {@code merge}, which reads their outputs. */
class UnchangedTasksTest {

  private static final RunId FIRST = new RunId("test-20261121-060000-aaaa");
  private static final RunId SECOND = new RunId("test-20261121-070000-bbbb");
  private static final RunId THIRD = new RunId("test-20261121-080000-cccc");
  private static final RunId OTHER_JOB = new RunId("test-x-20261121-075900-cccc");

  @TempDir private Path directory;

  private final TestPlan plan = TestPlan.workThenReadingMerge(5);
  private EarlierRuns runs = new EarlierRuns(Path.of(""));

  @BeforeEach
  void begin() {
    runs = new EarlierRuns(directory);
  }

  @Test
  void whereNothingChangedNothingRunsAndNothingIsCreated() throws IOException {
    runs.run(FIRST, plan);
    RunResult second = skip(SECOND, plan);
    assertThat(second.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(second.record().tasks()).isEqualTo(new TaskCounts(6, 0, 0, 0, 0, 0, 6));
    assertThat(runs.target().prepared).isFalse();
    assertThat(runs.producers())
        .containsOnlyKeys("merge", "work-1", "work-2", "work-3", "work-4", "work-5");
    assertThat(runs.producers().values()).containsOnly(FIRST.value());
  }

  @Test
  void whatChangedRunsWithWhatReadsItsOutputs() {
    runs.run(FIRST, plan);
    RunResult second = skip(SECOND, plan.withChanged("work-4"));
    assertThat(runs.submitted()).containsExactly("merge-1", "work-4-1");
    assertThat(second.record().rerunOf()).isEmpty();
    assertThat(second.record().reusedRuns()).containsExactly(FIRST.value());
  }

  @Test
  void aChangedReaderRunsAlone() {
    runs.run(FIRST, plan);
    skip(SECOND, plan.withChanged("merge"));
    assertThat(runs.submitted()).containsExactly("merge-1");
  }

  @Test
  void whatSucceededInARunThatFailedIsSkipped() {
    runs.failing("work-2");
    runs.run(FIRST, plan);
    skip(SECOND, plan);
    assertThat(runs.submitted()).containsExactly("merge-1", "work-2-1");
  }

  @Test
  void resultsOfSeveralRunsAreTakenFromTheLatestThatHasThem() throws IOException {
    runs.run(FIRST, plan);
    skip(SECOND, plan.withChanged("work-4"));
    skip(THIRD, plan);
    assertThat(runs.submitted()).isEmpty();
    assertThat(runs.producers().values()).containsOnly(FIRST.value());
  }

  @Test
  void aReaderRunsIfItsInputsWereMadeAnewThoughByTheSameTasks() throws IOException {
    runs.run(FIRST, plan);
    runs.failing("merge");
    runs.run(SECOND, plan);
    skip(THIRD, plan);
    assertThat(runs.submitted()).containsExactly("merge-1");
    assertThat(runs.producers()).containsEntry("work-1", SECOND.value());
  }

  @Test
  void whatAnotherJobDidIsNotLookedAt() {
    runs.run(OTHER_JOB, plan.ofJob("test-x"));
    skip(SECOND, plan);
    assertThat(runs.submitted()).hasSize(6);
  }

  @Test
  void tasksWhoseOutputsAreGoneRunWithWhatReadsThem() {
    runs.run(FIRST, plan);
    runs.files.remove(FIRST, "output/work-4/out.txt");
    skip(SECOND, plan);
    assertThat(runs.submitted()).containsExactly("merge-1", "work-4-1");
  }

  @Test
  void aResultThatARerunLeftAsItWasThoughItsInputsAreNewIsNotTakenForUnchanged() {
    runs.run(FIRST, plan);
    Takeover only =
        Rerun.of(plan, FIRST, runs.history(FIRST), new RerunChoice.Named(List.of("work-2")), true);
    runs.run(
        SECOND, plan, only, Rerun.keys(plan, runs.files.run(FIRST), runs.history(FIRST), only));
    skip(THIRD, plan);
    assertThat(runs.submitted()).containsExactly("merge-1");
  }

  private RunResult skip(RunId id, TestPlan now) {
    TaskKeys keys = TaskKeys.of(now);
    return runs.run(id, now, UnchangedTasks.find(now, keys, runs.files), keys);
  }
}
