package dev.batchline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.ThisProcess;
import dev.batchline.failure.Action;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.PlannedPool;
import dev.batchline.plan.PlannedRun;
import dev.batchline.run.RunResult.Ending;
import dev.batchline.spec.RetryCondition;
import dev.batchline.spec.RetryRule;
import dev.batchline.spec.RetryRules;
import dev.batchline.storage.MemoryFileStore;
import dev.batchline.storage.RunLease;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {

  private static final RunId RUN = new RunId("test-20261121-060000-abcd");

  @TempDir private Path directory;

  /** Not an exception that anything could handle: what the process did next never happened. */
  private static final class Killed extends Error {}

  /** Where a run takes place; all of it outlives the process that drives the run. */
  private final class Place {

    final ManualTimeline timeline = new ManualTimeline();
    final List<String> notices = new ArrayList<>();
    final List<RunStatus> phases = new ArrayList<>();
    final List<AttemptId> failures = new ArrayList<>();
    final SimulatedTarget target;
    final MemoryFileStore files;
    final TestPlan plan;
    Interruption interruption = new Interruption();
    Runnable onNotice = () -> {};
    Consumer<RunStatus> onPhase = status -> {};
    int calls;
    int killAt = Integer.MAX_VALUE;

    Place(TestPlan plan, Function<AttemptId, SimulatedTarget.Fate> fates, double trouble) {
      this.plan = plan;
      this.files = new MemoryFileStore(this::call);
      this.target =
          new SimulatedTarget(timeline, fates, new SplittableRandom(5), trouble, this::call);
    }

    private void call() {
      if (++calls == killAt) {
        throw new Killed();
      }
    }

    RunResult start() {
      return runner().start(new NewRun(RUN, new PlannedRun(plan, List.of()), Map.of()), options());
    }

    RunResult attach() {
      return runner().attach(RUN, options());
    }

    RunRecord record() {
      return new Runs(files).get(RUN);
    }

    private RunOptions options() {
      return new RunOptions(directory, Pace.CLOUD, false, interruption);
    }

    private Runner runner() {
      return new Runner(
          files,
          target,
          timeline,
          new RunListener() {
            @Override
            public void phase(RunRecord record) {
              phases.add(record.state());
              onPhase.accept(record.state());
            }

            @Override
            public void attemptFailed(
                AttemptId attempt,
                dev.batchline.target.Outcome.Failed outcome,
                Optional<Duration> retry) {
              failures.add(attempt);
            }

            @Override
            public void notice(String sentence) {
              notices.add(sentence);
              onNotice.run();
            }
          });
    }
  }

  private static SimulatedTarget.Fate success(AttemptId id) {
    return new SimulatedTarget.Fate(Duration.ofSeconds(20L + id.ordinal()), Optional.empty(), 0);
  }

  @Test
  void aRunGoesThroughItsPhasesAndSucceeds() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.files.put(RUN, "output/work-1/a.txt", "alpha".getBytes(UTF_8));
    RunResult result = place.start();
    assertThat(result.exitCode()).isZero();
    assertThat(result.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(place.phases)
        .containsExactly(
            RunStatus.PLANNED,
            RunStatus.UPLOADING,
            RunStatus.RUNNING,
            RunStatus.COLLECTING,
            RunStatus.SUCCEEDED);
    assertThat(place.record()).isEqualTo(result.record());
    assertThat(result.record().tasks()).isEqualTo(new TaskCounts(6, 0, 0, 6, 0, 0));
    assertThat(result.record().outputs()).contains(new RunRecord.Outputs(1, 5));
    assertThat(result.usage().coreHours()).isEqualTo(result.usage().nodeHours() * 4);
    assertThat(result.usage().nodeHours()).isPositive();
    assertThat(place.target.finished).isEqualTo(1);
    assertThat(directory.resolve("output/work-1/a.txt")).hasContent("alpha");
    assertThat(directory.resolve("manifest.json")).exists();
  }

  @Test
  void aTaskThatFailsForGoodIsToldWithTheEndOfItsStderr() {
    Place place =
        new Place(
            TestPlan.workThenMerge(3),
            id ->
                id.ordinal() == 1
                    ? new SimulatedTarget.Fate(
                        Duration.ofSeconds(1), Optional.of(FailureKind.EXIT_CODE), 7)
                    : success(id),
            0);
    place.files.put(RUN, "logs/work-2/3/stderr.txt", "no such scenario".getBytes(UTF_8));
    RunResult result = place.start();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.record().tasks()).isEqualTo(new TaskCounts(4, 0, 0, 2, 1, 1));
    assertThat(result.failed()).hasSize(1);
    FailedTask failed = result.failed().get(0);
    assertThat(failed.last()).isEqualTo(new AttemptId(1, "work-2", 3));
    assertThat(failed.outcome().exitCode()).hasValue(7);
    assertThat(failed.tail()).isEqualTo("no such scenario");
    assertThat(place.failures).extracting(AttemptId::number).containsExactly(1, 2, 3);
  }

  @Test
  void aKilledTaskIsTriedOnTheLargerPoolAsSoonAsAQuotaAllowsIt() {
    RetryRule rule =
        new RetryRule(
            new RetryCondition(Set.of(137), Set.of(), Set.of(), Set.of(), Set.of()),
            Action.ESCALATE,
            Optional.empty(),
            OptionalInt.empty(),
            2);
    Place place =
        new Place(
            TestPlan.of(
                List.of(new PlannedGroup("work", 0, 3, true, List.of())), rules(List.of(rule))),
            id ->
                id.ordinal() == 1 && id.number() == 1
                    ? new SimulatedTarget.Fate(
                        Duration.ofSeconds(1), Optional.of(FailureKind.EXIT_CODE), 137)
                    : success(id),
            0);
    place.target.onPrepared = () -> place.target.withoutQuota = 2;
    RunResult result = place.start();

    assertThat(result.exitCode()).isZero();
    assertThat(place.target.places)
        .containsEntry(new AttemptId(1, "work-2", 1), 1)
        .containsEntry(new AttemptId(1, "work-2", 2), 2)
        .containsEntry(new AttemptId(2, "work-3", 1), 1);
    assertThat(place.notices)
        .containsExactly(
            "could not create a pool: PoolQuotaReached; trying again in 5 min",
            "could not create a pool: PoolQuotaReached; trying again in 5 min",
            "attempts go on to pool pool 2: larger");
    assertThat(result.record().target().names()).containsEntry("pool-2", "pool 2");
  }

  @Test
  void aRunWaitsForAQuotaOnlyIfTheJobFileSaysSo() {
    RetryRule wait =
        new RetryRule(
            new RetryCondition(Set.of(), Set.of("PoolQuotaReached"), Set.of(), Set.of(), Set.of()),
            Action.WAIT_FOR_QUOTA,
            Optional.of(Duration.ofMinutes(1)),
            OptionalInt.of(3),
            0);
    List<PlannedGroup> work = List.of(new PlannedGroup("work", 0, 3, true, List.of()));
    Place place = new Place(TestPlan.of(work, rules(List.of(wait))), RunnerTest::success, 0);
    place.target.withoutQuota = 2;
    assertThat(place.start().exitCode()).isZero();
    assertThat(place.notices)
        .hasSize(2)
        .allMatch(notice -> notice.endsWith("PoolQuotaReached; trying again in 60 s"));

    Place impatient = new Place(TestPlan.of(work), RunnerTest::success, 0);
    impatient.target.withoutQuota = 1;
    assertThatThrownBy(impatient::start)
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.blame()).isEqualTo(Blame.CAPACITY));
  }

  private static RetryRules rules(List<RetryRule> rules) {
    return new RetryRules(3, Duration.ofSeconds(10), Set.of(), 0, rules, Optional.empty(), 0);
  }

  @Test
  void theNodeIsAskedForStderrThatIsNotInStorage() {
    Place place =
        new Place(
            TestPlan.workThenMerge(1),
            id ->
                new SimulatedTarget.Fate(Duration.ofSeconds(1), Optional.of(FailureKind.LAUNCH), 0),
            0);
    assertThat(place.start().failed().get(0).tail()).isEqualTo("stderr.txt of work-1-1");
  }

  @Test
  void aKilledRunIsDrivenOnToTheSameEndWhereverItWasKilled() {
    Function<AttemptId, SimulatedTarget.Fate> fates = SimulatedTarget.drawn(11);
    Place undisturbed = new Place(TestPlan.workThenMerge(4), fates, 0);
    RunResult expected = undisturbed.start();
    int calls = undisturbed.calls;
    assertThat(calls).isGreaterThan(40);
    for (int killAt = 1; killAt <= calls; killAt++) {
      Place place = new Place(TestPlan.workThenMerge(4), fates, 0);
      place.killAt = killAt;
      RunResult result = driveThroughKills(place);
      assertThat(result.record().state())
          .as("killed at %d", killAt)
          .isEqualTo(expected.record().state());
      assertSameTasks(result, expected, killAt);
      assertThat(place.target.taken.keySet())
          .as("killed at %d", killAt)
          .containsExactlyInAnyOrderElementsOf(undisturbed.target.taken.keySet());
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainAmidTroubleEndsAsAnUndisturbedOne() {
    for (int seed = 0; seed < 12; seed++) {
      Function<AttemptId, SimulatedTarget.Fate> fates = SimulatedTarget.drawn(seed);
      RunResult expected = new Place(TestPlan.workThenMerge(8), fates, 0).start();
      Place place = new Place(TestPlan.workThenMerge(8), fates, 0.1);
      SplittableRandom random = new SplittableRandom(seed);
      place.killAt = 3 + random.nextInt(60);
      RunResult result = null;
      while (result == null) {
        try {
          result = place.calls == 0 ? place.start() : place.attach();
        } catch (Killed killed) {
          place.files.expireLeases();
          place.timeline.sleep(Duration.ofSeconds(random.nextInt(100)));
          place.killAt = place.calls + 20 + random.nextInt(60);
        } catch (RunException e) {
          assertThat(e.action()).startsWith("find run");
          result = place.start();
        }
      }
      assertSameTasks(result, expected, seed);
    }
  }

  private static void assertSameTasks(RunResult result, RunResult expected, int where) {
    for (int task = 0; task < expected.plan().taskCount(); task++) {
      assertThat(result.tasks().status(task))
          .as("task %d, %d", task, where)
          .isEqualTo(expected.tasks().status(task));
      assertThat(result.tasks().attempts(task))
          .as("attempts of task %d, %d", task, where)
          .isEqualTo(expected.tasks().attempts(task));
    }
  }

  /** A run that was not yet recorded when its process was killed is simply started anew. */
  private static RunResult driveThroughKills(Place place) {
    try {
      return place.start();
    } catch (Killed killed) {
      place.files.expireLeases();
      place.timeline.sleep(Duration.ofSeconds(30));
    }
    return new Runs(place.files).find(RUN).isEmpty() ? place.start() : place.attach();
  }

  @Test
  void aCancelledRunEndsAndSaysSo() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.files.run(RUN).requestCancel("wrong data");
    RunResult result = place.start();
    assertThat(result.record().state()).isEqualTo(RunStatus.CANCELLED);
    assertThat(result.record().message()).contains("wrong data");
    assertThat(result.record().tasks().notRun()).isEqualTo(6);
    assertThat(place.target.finished).isEqualTo(1);
  }

  @Test
  void aRunWhoseJobWasEndedElsewhereIsStopped() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.target.close("someone ended the job");
    RunResult result = place.start();
    assertThat(result.record().state()).isEqualTo(RunStatus.STOPPED);
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void aPoolThatSomeoneDeletesIsCreatedAgain() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.target.deleted.add(1);

    RunResult result = place.start();

    assertThat(result.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(place.notices)
        .containsOnlyOnce(
            "someone deleted the run's pool; it was created again, and what had not ended there"
                + " runs on new nodes");
  }

  @Test
  void aPoolThatSomeoneDeletesOnceMoreEndsTheRun() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.target.deleted.add(1);
    place.target.onCreatedAgain = () -> place.target.deleted.add(1);

    RunResult result = place.start();

    assertThat(result.record().state()).isEqualTo(RunStatus.STOPPED);
    assertThat(result.record().message()).startsWith("someone deleted its pool again");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(place.target.finished).isEqualTo(1);
  }

  @Test
  void anIdlePoolGivesItsNodesUpWhileAQuotaKeepsThemFromAnotherOne() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.target.starved.add(1);
    place.target.idle.add(2);

    place.start();

    assertThat(place.target.resting).containsExactly(2);
    assertThat(place.notices)
        .containsOnlyOnce(
            "nothing waits or runs in pool 2, and a quota keeps nodes from another pool of the"
                + " run: it gives its nodes up until they are needed");
  }

  @Test
  void aPoolWhereAGroupIsAboutToBeginKeepsItsNodes() {
    Place place =
        new Place(
            TestPlan.workThenMerge(5),
            id -> new SimulatedTarget.Fate(Duration.ZERO, Optional.empty(), 0),
            0);
    place.target.onSuccess =
        task -> {
          if (task.startsWith("merge")) {
            place.target.idle.clear();
          } else {
            place.target.starved.add(2);
            place.target.idle.add(1);
          }
        };

    place.start();

    assertThat(place.notices).noneMatch(line -> line.startsWith("nothing waits or runs in pool 1"));
  }

  @Test
  void aPoolThatStaysHasItsNodesBackWhenTheRunEnds() {
    Place place = new Place(kept(TestPlan.workThenMerge(5)), RunnerTest::success, 0);
    place.target.onSuccess =
        task -> {
          if (task.startsWith("merge")) {
            place.target.starved.add(2);
            place.target.idle.add(1);
          }
        };

    place.start();

    assertThat(place.notices).anyMatch(line -> line.startsWith("nothing waits or runs in pool 1"));
    assertThat(place.target.resting).isEmpty();
  }

  private static TestPlan kept(TestPlan plan) {
    PlanHeader bare = plan.header();
    PlannedPool pool = bare.pool();
    return new TestPlan(
        new PlanHeader(
            bare.name(),
            bare.parameters(),
            bare.app(),
            bare.inputs(),
            new PlannedPool(pool.template(), pool.json(), true, pool.cores()),
            bare.groups(),
            bare.retry(),
            bare.limits()),
        false,
        Set.of());
  }

  @Test
  void aPoolThatAttemptsWaitForGetsItsNodesBack() {
    RetryRule rule =
        new RetryRule(
            new RetryCondition(Set.of(137), Set.of(), Set.of(), Set.of(), Set.of()),
            Action.ESCALATE,
            Optional.empty(),
            OptionalInt.empty(),
            2);
    Place place =
        new Place(
            TestPlan.of(TestPlan.workThenMerge(1).header().groups(), rules(List.of(rule))),
            id ->
                id.ordinal() == 0 && id.number() == 1
                    ? new SimulatedTarget.Fate(
                        Duration.ofSeconds(1), Optional.of(FailureKind.EXIT_CODE), 137)
                    : success(id),
            0);
    place.target.starved.add(2);
    place.target.idle.add(1);

    RunResult result = place.start();

    assertThat(result.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(place.notices).anyMatch(line -> line.startsWith("nothing waits or runs in pool 1"));
    assertThat(place.target.resting).isEmpty();
  }

  @Test
  void aPoolWhoseTasksAreNotCountedYetKeepsItsNodes() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.target.starved.add(2);
    place.target.idle.add(1);
    place.target.onSuccess =
        task -> {
          if (task.startsWith("merge")) {
            place.target.idle.clear();
          }
        };

    place.start();

    assertThat(place.notices).noneMatch(line -> line.startsWith("nothing waits or runs in pool 1"));
  }

  @Test
  void anInterruptedRunIsLeftForOthersToDriveOn() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.interruption.request();
    RunResult left = place.start();
    assertThat(left.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(left.exitCode()).isEqualTo(130);
    assertThat(place.record().holder()).isEmpty();
    assertThat(place.record().state().ended()).isFalse();
    place.interruption = new Interruption();
    assertThat(place.attach().record().state()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRunThatSomeoneDrivesIsRefusedWithTheNameOfWhoDoes() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.killAt = 30;
    assertThatThrownBy(place::start).isInstanceOf(Killed.class);
    assertThat(place.files.run(RUN).tryLease()).isPresent();
    assertThatThrownBy(place::attach)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid());
  }

  @Test
  void whoIsDeadOnThisMachineDrivesNothingThoughItsLeaseHasNotRunOut() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.killAt = 30;
    assertThatThrownBy(place::start).isInstanceOf(Killed.class);
    ThisProcess here = ThisProcess.of(Map.of());
    RunRecord record = place.record();
    assertThat(place.files.run(RUN).tryLease()).isPresent();
    assertThat(Runs.isDriven(place.files.run(RUN), record)).isTrue();
    Holder dead = new Holder("here", Integer.MAX_VALUE, here.machine(), place.timeline.now());
    RunRecord left = record.withHolder(Optional.of(dead));
    assertThat(Runs.isDriven(place.files.run(RUN), left)).isFalse();
  }

  @Test
  void whoseLeaseAnotherProcessTookStopsAndSaysWhoHasTheRun() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    Holder other = new Holder("agent", 1, "another machine", place.timeline.now());
    place.onPhase =
        status -> {
          if (status == RunStatus.RUNNING) {
            place.files.expireLeases();
            RunLease elsewhere = place.files.run(RUN).tryLease().orElseThrow();
            elsewhere.writeRecord(RunJson.bytes(place.record().withHolder(Optional.of(other))));
          }
        };
    RunResult left = place.start();
    assertThat(left.ending()).isEqualTo(Ending.TAKEN_OVER);
    assertThat(left.exitCode()).isEqualTo(130);
    assertThat(left.record().holder()).contains(other);
    assertThat(place.record().holder()).contains(other);
    assertThat(place.target.taken).isEmpty();
  }

  @Test
  void whoseLeaseIsBrokenStopsAndSaysThatNobodyHasTheRun() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.onPhase = status -> place.files.run(RUN).breakLease();
    RunResult left = place.start();
    assertThat(left.ending()).isEqualTo(Ending.TAKEN_OVER);
    assertThat(left.record().holder()).isEmpty();
    assertThat(place.target.taken).isEmpty();
  }

  @Test
  void whoLeavesWhileWaitingForAnotherMachineToLetGoIsInterrupted() {
    Place place = new Place(TestPlan.workThenMerge(5), RunnerTest::success, 0);
    place.killAt = 30;
    assertThatThrownBy(place::start).isInstanceOf(Killed.class);
    RunLease elsewhere = place.files.run(RUN).tryLease().orElseThrow();
    Holder holder = new Holder("agent", 1, "another machine", place.timeline.now());
    elsewhere.writeRecord(RunJson.bytes(place.record().withHolder(Optional.of(holder))));
    place.interruption.request();
    RunResult left = place.attach();
    assertThat(left.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(left.exitCode()).isEqualTo(130);
    assertThat(place.record().holder()).contains(holder);
  }

  @Test
  void whatATargetHasLostIsOfferedToItAgain() {
    Function<AttemptId, SimulatedTarget.Fate> oneByOne =
        id -> new SimulatedTarget.Fate(Duration.ofMinutes(1L + id.ordinal()), Optional.empty(), 0);
    Place place = new Place(TestPlan.workThenMerge(5), oneByOne, 0);
    place.target.onSuccess = task -> place.interruption.request();
    place.start();
    assertThat(place.record().tasks().succeeded()).isBetween(1, 4);

    place.target.onSuccess = task -> {};
    place.target.loseAll();
    place.interruption = new Interruption();
    RunResult result = place.attach();

    assertThat(result.record().state()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(place.failures).isEmpty();
  }

  @Test
  void attachingToARunThatEndedTellsHowItEndedAndTouchesNothing() {
    Place place = new Place(TestPlan.workThenMerge(2), RunnerTest::success, 0);
    RunRecord ended = place.start().record();
    int submitted = place.target.taken.size();
    RunResult again = place.attach();
    assertThat(again.exitCode()).isZero();
    assertThat(again.tasks().counts().succeeded()).isEqualTo(3);
    assertThat(place.record()).isEqualTo(ended);
    assertThat(place.target.taken).hasSize(submitted);
    assertThat(place.target.finished).isEqualTo(1);
  }

  @Test
  void attachingToARunThatEndedElsewhereCopiesItsOutputsHere() throws IOException {
    Place place = new Place(TestPlan.workThenMerge(2), RunnerTest::success, 0);
    place.files.put(RUN, "output/work-1/a.txt", "alpha".getBytes(UTF_8));
    place.start();
    Path copy = directory.resolve("output/work-1/a.txt");
    Files.delete(copy);
    Files.delete(directory.resolve("manifest.json"));
    RunResult again = place.attach();
    assertThat(copy).hasContent("alpha");
    assertThat(directory.resolve("manifest.json")).exists();
    assertThat(again.collected()).isPresent();
  }

  @Test
  void aTargetThatStaysAwayEndsThisProcessAndNotTheRun() {
    Place place = new Place(TestPlan.workThenMerge(2), RunnerTest::success, 1);
    assertThatThrownBy(place::start)
        .isInstanceOf(RunException.class)
        .satisfies(e -> assertThat(((RunException) e).hint()).contains("batchline attach " + RUN));
    assertThat(place.record().state()).isEqualTo(RunStatus.RUNNING);
    assertThat(place.record().holder()).isEmpty();
    assertThat(place.notices).isNotEmpty();
  }

  @Test
  void aPersonWhoLeavesWhileTheTargetIsAwayGetsAwayAtOnce() {
    Place place = new Place(TestPlan.workThenMerge(2), RunnerTest::success, 1);
    place.onNotice = () -> place.interruption.request();
    RunResult left = place.start();
    assertThat(left.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(place.record().holder()).isEmpty();
  }

  @Test
  void idsAreMadeOfNameTimeAndFourCharacters() {
    ManualTimeline timeline = new ManualTimeline();
    assertThat(Runs.newId("Risk Report!", timeline.now(), new SplittableRandom(1)).value())
        .matches("risk-report-20261121-060000-[a-z0-9]{4}");
    assertThat(
            Runs.newId(
                    "a-very-long-name-that-goes-on-and-on", timeline.now(), new SplittableRandom(1))
                .value())
        .matches("a-very-long-name-that-go-20261121-060000-[a-z0-9]{4}");
  }
}
