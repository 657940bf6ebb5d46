package dev.batchline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.PlannedRun;
import dev.batchline.storage.MemoryFileStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.OutputSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code work-1} to {@code work-5} and {@code merge}, which reads their outputs. */
class RerunTest {

  private static final RunId FIRST = new RunId("test-20261121-060000-aaaa");
  private static final RunId SECOND = new RunId("test-20261121-070000-bbbb");
  private static final RunId THIRD = new RunId("test-20261121-080000-cccc");

  @TempDir private Path directory;

  private final MemoryFileStore files = new MemoryFileStore();
  private final TestPlan plan = TestPlan.workThenReadingMerge(5);
  private final ManualTimeline timeline = new ManualTimeline();
  private SimulatedTarget target = target(RerunTest::success);

  @Test
  void aRerunOfOneTaskRunsItAndWhatReadsItAndTakesTheRestOver() throws IOException {
    run(FIRST, Takeover.none(6));
    RunResult second = run(SECOND, again(FIRST, named("work-2")));
    assertThat(submitted()).containsExactly("merge-1", "work-2-1");
    assertThat(second.record().tasks()).isEqualTo(new TaskCounts(6, 0, 0, 2, 0, 0, 4));
    assertThat(second.record().rerunOf()).contains(FIRST.value());
    assertThat(second.record().reusedRuns()).containsExactly(FIRST.value());
    assertThat(producers())
        .containsEntry("work-1", FIRST.value())
        .containsEntry("work-2", SECOND.value())
        .containsEntry("merge", SECOND.value());
  }

  @Test
  void onlyTheNamedTasksRunIfSoAskedFor() {
    run(FIRST, Takeover.none(6));
    Takeover takeover =
        Rerun.of(plan, FIRST, new Runs(files).history(FIRST), named("work-2"), true);
    run(SECOND, takeover);
    assertThat(submitted()).containsExactly("work-2-1");
  }

  @Test
  void nodesAreToldWhichRunMadeTheOutputsOfEachTask() {
    run(FIRST, Takeover.none(6));
    run(SECOND, again(FIRST, named("work-[24]")));
    assertThat(target.setup.orElseThrow().sources())
        .containsOnly(
            Map.entry("work", List.of(new OutputSource(0, SECOND), new OutputSource(1, FIRST))));
    assertThat(files.run(SECOND).open("sources/work"))
        .hasContent("1 1 1\n0 2 2\n1 3 3\n0 4 4\n1 5 5\n");
  }

  @Test
  void whatFailedAndWhatNeverRanBecauseOfItRunsAgain() {
    target = target(id -> id.ordinal() == 2 ? failure() : success(id));
    run(FIRST, Takeover.none(6));
    RunResult second = run(SECOND, again(FIRST, new RerunChoice.Failed()));
    assertThat(submitted()).containsExactly("merge-1", "work-3-1");
    assertThat(second.record().state()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRerunOfARerunTakesResultsFromTheRunsThatMadeThem() throws IOException {
    run(FIRST, Takeover.none(6));
    run(SECOND, again(FIRST, named("work-2")));
    RunResult third = run(THIRD, again(SECOND, named("merge")));
    assertThat(submitted()).containsExactly("merge-1");
    assertThat(third.record().reusedRuns()).containsExactly(FIRST.value(), SECOND.value());
    assertThat(third.record().rerunOf()).contains(SECOND.value());
    assertThat(producers())
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
    target = target(id -> id.ordinal() == 1 || id.ordinal() == 2 ? failure() : success(id));
    run(FIRST, Takeover.none(6));
    RunResult second = run(SECOND, again(FIRST, named("work-2")));
    assertThat(submitted()).containsExactly("work-2-1");
    assertThat(second.record().tasks()).isEqualTo(new TaskCounts(6, 0, 0, 1, 0, 2, 3));
    assertThat(second.exitCode()).isZero();
  }

  @Test
  void aMergeCantRunAgainAsLongAsOneOfItsPartsHasNoResult() {
    target = target(id -> id.ordinal() == 2 ? failure() : success(id));
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
    assertThatThrownBy(() -> again(FIRST, new RerunChoice.Failed()))
        .hasMessageContaining("none failed");
  }

  @Test
  void outputsThatAreGoneAreNamedByTheirTasks() {
    run(FIRST, Takeover.none(6));
    files.remove(FIRST, "output/work-4/out.txt");
    assertThatThrownBy(() -> again(FIRST, named("work-2")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("work-4")
        .hasMessageContaining(FIRST.value());
  }

  private static RerunChoice named(String pattern) {
    return new RerunChoice.Named(List.of(pattern));
  }

  private Takeover again(RunId run, RerunChoice choice) {
    Takeover takeover = Rerun.of(plan, run, new Runs(files).history(run), choice, false);
    new OutputsCheck(plan, files).require(takeover);
    return takeover;
  }

  /** Runs it on a target that knows no other run, and leaves an output of each task that ran. */
  private RunResult run(RunId id, Takeover takeover) {
    if (!id.equals(FIRST)) {
      target = target(RerunTest::success);
    }
    target.onSuccess = task -> files.put(id, "output/" + task + "/out.txt", task.getBytes(UTF_8));
    NewRun run = new NewRun(id, new PlannedRun(plan, List.of()), Map.of(), takeover);
    RunOptions options = new RunOptions(directory, Pace.CLOUD, false, new Interruption());
    return new Runner(files, target, timeline, new RunListener() {}).start(run, options);
  }

  private Set<String> submitted() {
    Set<String> ids = new TreeSet<>();
    target.taken.keySet().forEach(id -> ids.add(id.value()));
    return ids;
  }

  /** The run that made each task's output, as the manifest has it. */
  private Map<String, String> producers() throws IOException {
    JsonNode manifest = new JsonMapper().readTree(directory.resolve("manifest.json").toFile());
    Map<String, String> producers = new java.util.TreeMap<>();
    manifest
        .get("outputs")
        .forEach(o -> producers.put(o.get("task").asText(), o.get("run").asText()));
    return producers;
  }

  private SimulatedTarget target(Function<AttemptId, SimulatedTarget.Fate> fates) {
    return new SimulatedTarget(timeline, fates);
  }

  private static SimulatedTarget.Fate success(AttemptId id) {
    return new SimulatedTarget.Fate(Duration.ofSeconds(20L + id.ordinal()), Optional.empty(), 0);
  }

  private static SimulatedTarget.Fate failure() {
    return new SimulatedTarget.Fate(Duration.ofSeconds(1), Optional.of(FailureKind.EXIT_CODE), 64);
  }
}
