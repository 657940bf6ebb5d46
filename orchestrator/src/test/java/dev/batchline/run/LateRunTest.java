package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedRun;
import dev.batchline.run.RunResult.Ending;
import dev.batchline.run.SimulatedTarget.Fate;
import dev.batchline.spec.Deadline;
import dev.batchline.spec.Limits;
import dev.batchline.storage.MemoryFileStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs with a deadline, and the order of tasks of which an earlier run tells how long they take.
 */
class LateRunTest {

  private static final RunId FIRST = new RunId("test-20261121-060000-abcd");
  private static final RunId SECOND = new RunId("test-20261121-070000-abcd");

  @TempDir private Path directory;

  private final ManualTimeline timeline = new ManualTimeline();
  private final MemoryFileStore files = new MemoryFileStore();
  private final List<String> warnings = new ArrayList<>();
  private Interruption interruption = new Interruption();
  private Runnable onLook = () -> {};

  @Test
  void aRunThatIsLateIsEndedAtItsDeadlineIfTheJobFileSaysSo() {
    SimulatedTarget target = takes(Duration.ofHours(1));
    Instant start = timeline.now();

    RunResult result = start(FIRST, plan(4, "PT10M", true), target);

    assertThat(result.record().state()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.record().message()).contains("its deadline PT10M", "passed before");
    assertThat(Duration.between(start, timeline.now())).isLessThan(Duration.ofMinutes(11));
    assertThat(target.finished).isEqualTo(1);
  }

  @Test
  void otherwiseItRunsOnAndIsNoSuccess() {
    RunResult result = start(FIRST, plan(4, "PT10M", false), takes(Duration.ofMinutes(20)));

    assertThat(result.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(result.record().times().deadline()).map(RunDeadline::missed).contains(true);
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void aRunInTimeIsASuccess() {
    RunResult result = start(FIRST, plan(4, "PT10M", true), takes(Duration.ofMinutes(2)));

    assertThat(result.exitCode()).isZero();
    assertThat(result.record().times().deadline()).map(RunDeadline::missed).contains(false);
    assertThat(warnings).isEmpty();
  }

  @Test
  void whoeverAttachesKeepsTheDeadline() {
    SimulatedTarget target = takes(Duration.ofMinutes(8));
    onLook = interruption::request;
    RunResult left = start(FIRST, plan(4, "PT30M", true), target);
    assertThat(left.ending()).isEqualTo(Ending.INTERRUPTED);
    timeline.sleep(Duration.ofMinutes(5));
    interruption = new Interruption();
    onLook = () -> {};

    RunResult result = runner(target).attach(FIRST, options());

    assertThat(result.record().times().deadline().orElseThrow().at())
        .isEqualTo(left.record().times().deadline().orElseThrow().at());
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aRunThatWillBeLateWarnsOnceAndSaysWhatWouldHelp() {
    start(FIRST, plan(200, "PT2H", false), takes(Duration.ofMinutes(1)));
    warnings.clear();

    // 200 tasks of a minute, taken to be half done, on 2 nodes of 4 slots, and one task after them
    start(SECOND, plan(200, "PT10M", false), takes(Duration.ofMinutes(1)));

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith("the run will miss its deadline PT10M (")
        .contains(" by about 4 min: at this pace it ends at ")
        .contains("; 4 nodes instead of 2 would be enough")
        .contains("; the longest tasks that are left took, last time: ");
  }

  @Test
  void aRunWhoseNodesAQuotaKeepsAwayWarnsAsSoonAsTheyWouldComeTooLate() {
    start(FIRST, plan(200, "PT2H", false), takes(Duration.ofMinutes(1)));
    TestPlan plan = plan(200, "PT1H", false);
    RunState state = new RunState(plan.header());
    state.apply(new RunEvent.TakenOver(timeline.now(), new Holder("test", 1, "", timeline.now())));
    Instant start = timeline.now();
    RunDeadline deadline = new RunDeadline(start.plusSeconds(3600), "PT1H", false, false);
    Outlook outlook =
        new Outlook(
            Optional.of(deadline), TaskDurations.read(files.durations("test").orElseThrow()));
    Observation none =
        new Observation(
            201,
            0,
            new Capacity(Map.of(), 2, 4, List.of("resize error AccountCoreQuotaReached")),
            Optional.empty(),
            start);

    assertThat(outlook.look(state, none, start.plusSeconds(600))).isEmpty();
    assertThat(outlook.look(state, none, start.plusSeconds(610))).isEmpty();
    assertThat(outlook.estimate()).as("nobody knows").isEmpty();
    assertThat(outlook.look(state, none, start.plusSeconds(2700))).isEmpty();
    assertThat(outlook.look(state, none, start.plusSeconds(2710)).orElseThrow())
        .startsWith("the run will miss its deadline PT1H (")
        .contains(" by at least ", " nodes instead of 2 would be enough");
  }

  @Test
  void tasksThatTookLongLastTimeAreBegunFirst() {
    Function<AttemptId, Fate> fates =
        id ->
            new Fate(
                id.ordinal() == 150
                    ? Duration.ofMinutes(9)
                    : id.ordinal() == 77 ? Duration.ofMinutes(5) : Duration.ofMinutes(1),
                Optional.empty(),
                0);
    start(FIRST, plan(200, "PT2H", false), new SimulatedTarget(timeline, fates));
    SimulatedTarget second = new SimulatedTarget(timeline, fates);

    RunResult result = start(SECOND, plan(200, "PT2H", false), second);

    assertThat(result.exitCode()).isZero();
    assertThat(second.taken.keySet().stream().limit(4).map(AttemptId::ordinal))
        .containsExactly(150, 77, 0, 1);
    assertThat(second.taken).hasSize(201);
  }

  @Test
  void aRunThatBeginsAfterItsDeadlineIsLateFromTheBeginning() {
    RunResult result =
        start(FIRST, plan(4, "2000-01-01T00:00:00Z", false), takes(Duration.ofMinutes(1)));

    assertThat(result.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(warnings)
        .containsExactly(
            "the deadline 2000-01-01T00:00:00Z has passed already, so this run is late from its"
                + " beginning");
  }

  @Test
  void aRunThatWouldBeEndedAtOnceIsNotBegun() {
    SimulatedTarget target = takes(Duration.ofMinutes(1));

    assertThatThrownBy(() -> start(FIRST, plan(4, "2000-01-01T00:00:00Z", true), target))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.blame()).isEqualTo(Blame.CAPACITY))
        .hasMessageContaining("has passed already");
    assertThat(target.prepared).isFalse();
    assertThat(files.runs("")).isEmpty();
  }

  private SimulatedTarget takes(Duration duration) {
    return new SimulatedTarget(timeline, id -> new Fate(duration, Optional.empty(), 0));
  }

  private static TestPlan plan(int tasks, String deadline, boolean cancels) {
    PlanHeader bare = TestPlan.workThenMerge(tasks).header();
    return new TestPlan(
        new PlanHeader(
            bare.name(),
            bare.parameters(),
            bare.app(),
            bare.inputs(),
            bare.pool(),
            bare.groups(),
            bare.retry(),
            new Limits(Duration.ofHours(4), Optional.of(new Deadline(deadline, cancels)))),
        false,
        Set.of());
  }

  private RunResult start(RunId run, TestPlan plan, SimulatedTarget target) {
    return runner(target)
        .start(new NewRun(run, new PlannedRun(plan, List.of()), Map.of()), options());
  }

  private RunOptions options() {
    return new RunOptions(directory, Pace.CLOUD, false, interruption);
  }

  private Runner runner(SimulatedTarget target) {
    return new Runner(
        files,
        target,
        timeline,
        new RunListener() {
          @Override
          public void observed(RunProgress progress) {
            onLook.run();
          }

          @Override
          public void warning(String sentence) {
            warnings.add(sentence);
          }
        });
  }
}
