package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A bad node doesn't eat a run, and a bad image doesn't eat nodes. */
class BadNodesTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  private final TestPlan plan =
      TestPlan.of(List.of(new PlannedGroup("work", 0, 100, true, List.of())));
  private final RunState state = new RunState(plan.header());
  private final RunPolicy policy = new RunPolicy(Pace.CLOUD);
  private Instant now = START;
  private int task;

  BadNodesTest() {
    state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
    state.apply(new RunEvent.Submitting(START, List.of(new Tries(0, 99, 1))));
    state.apply(new RunEvent.Observed(now, now, 50, 50, 10));
  }

  @Test
  void aNodeWhoseDiskIsFullIsTakenOutAfterThreeAttempts() {
    fail("bad", FailureKind.SERVICE, "DiskFull");
    fail("bad", FailureKind.SERVICE, "DiskFull");
    assertThat(takenOut()).isEmpty();
    fail("bad", FailureKind.SERVICE, "DiskFull");
    assertThat(takenOut())
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.node()).isEqualTo("bad");
              assertThat(node.state()).isEqualTo("failing");
              assertThat(node.why())
                  .isEqualTo("node bad failed 3 attempts, the last with DiskFull");
            });
    apply();
    assertThat(takenOut()).isEmpty();
    assertThat(state.nodesReplaced()).isEqualTo(1);
  }

  @Test
  void aNodeOnWhichManyTasksFailThatSucceedElsewhereIsTakenOut() {
    for (int i = 0; i < 4; i++) {
      fail("bad", FailureKind.EXIT_CODE, "FailureExitCode");
      assertThat(takenOut()).isEmpty();
      succeed("good");
    }
    assertThat(takenOut())
        .singleElement()
        .satisfies(
            node ->
                assertThat(node.why())
                    .isEqualTo(
                        "4 tasks failed on node bad and none succeeded, while 4 attempts succeeded"
                            + " elsewhere and none failed"));
  }

  @Test
  void aNodeThatFailsTasksFasterThanOthersEndAnyIsTakenOutBeforeItEatsThem() {
    for (int i = 0; i < 4; i++) {
      fail("bad", FailureKind.EXIT_CODE, "FailureExitCode");
    }
    look(3);
    assertThat(takenOut()).as("others have only just begun").isEmpty();
    fail("bad", FailureKind.EXIT_CODE, "FailureExitCode");
    look(3);
    assertThat(takenOut())
        .singleElement()
        .satisfies(
            node ->
                assertThat(node.why())
                    .isEqualTo(
                        "5 tasks failed on node bad and none succeeded, while 0 attempts succeeded"
                            + " elsewhere and none failed"));
  }

  @Test
  void manyFailuresOfOneNodeCountForThatNodeAlone() {
    for (int i = 0; i < 40; i++) {
      fail("bad", FailureKind.EXIT_CODE, "FailureExitCode");
    }
    for (int i = 0; i < 4; i++) {
      succeed("good");
    }
    assertThat(takenOut()).hasSize(1);
  }

  @Test
  void aNodeIsNotJudgedBeforeOthersHadAsMuchTimeToFail() {
    for (int i = 0; i < 4; i++) {
      end(failedAfter(Duration.ofMinutes(10), "first"), task++, 1);
    }
    look(3);
    look(3);
    assertThat(takenOut()).isEmpty();
    now = now.plus(Duration.ofMinutes(10));
    end(failedAfter(Duration.ofMinutes(10), "second"), task++, 1);
    look(3);
    assertThat(takenOut()).as("it is the program").isEmpty();
  }

  @Test
  void theOnlyNodeThatComputesIsNotCompared() {
    for (int i = 0; i < 20; i++) {
      fail("only", FailureKind.EXIT_CODE, "FailureExitCode");
      look(1);
    }
    assertThat(takenOut()).isEmpty();
  }

  @Test
  void aProgramThatFailsEverywhereIsNoFaultOfNodes() {
    for (int i = 0; i < 12; i++) {
      fail("node-" + i % 3, FailureKind.EXIT_CODE, "FailureExitCode");
    }
    assertThat(takenOut()).isEmpty();
  }

  @Test
  void oneTaskThatFailsOnANodeAgainAndAgainIsNoFaultOfTheNode() {
    for (int i = 0; i < 8; i++) {
      succeed("good");
    }
    for (int number = 1; number <= 2; number++) {
      end(failed(FailureKind.EXIT_CODE, "FailureExitCode", "bad"), 50, number);
      state.apply(((Step.Decide) policy.next(state, now)).decisions().get(0));
      state.apply(new RunEvent.Submitting(now, List.of(new Tries(50, 50, number + 1))));
    }
    assertThat(takenOut()).isEmpty();
  }

  @Test
  void aNodeWithASuccessIsNotSuspectAnyMore() {
    fail("bad", FailureKind.SERVICE, "DiskFull");
    fail("bad", FailureKind.SERVICE, "DiskFull");
    succeed("bad");
    fail("bad", FailureKind.SERVICE, "DiskFull");
    assertThat(takenOut()).isEmpty();
  }

  @Test
  void unusableNodesAreReplacedUntilItShowsThatThisChangesNothing() {
    for (int node = 1; node <= 3; node++) {
      broken("node-" + node, "starttaskfailed");
      assertThat(takenOut()).hasSize(1);
      apply();
    }
    broken("node-4", "starttaskfailed");
    assertThat(takenOut()).isEmpty();
    succeed("other");
    assertThat(takenOut()).extracting(RunEvent.TakingOut::node).containsExactly("node-4");
  }

  @Test
  void manyNodesThatBreakAtOnceAreNotAllTakenOut() {
    for (int node = 1; node <= 9; node++) {
      broken("node-" + node, "unusable");
    }
    assertThat(takenOut()).hasSize(3);
  }

  @Test
  void aPreemptedNodeOrOneThatSomeoneTookOutIsLeftAlone() {
    broken("node-1", "preempted");
    broken("node-2", "offline");
    assertThat(takenOut()).isEmpty();
  }

  @Test
  void aNodeThatIsStillThereIsTakenOutAgainAfterAWhile() {
    broken("node-1", "unusable");
    apply();
    now = now.plusSeconds(60);
    broken("node-1", "unusable");
    assertThat(takenOut()).isEmpty();
    now = now.plusSeconds(60);
    broken("node-1", "unusable");
    assertThat(takenOut()).hasSize(1);
    apply();
    assertThat(state.nodesReplaced()).isEqualTo(1);
  }

  private List<RunEvent.TakingOut> takenOut() {
    for (Step step = policy.next(state, now);
        step instanceof Step.Decide decide;
        step = policy.next(state, now)) {
      decide.decisions().forEach(state::apply);
    }
    return policy.next(state, now) instanceof Step.TakeOut takeOut ? takeOut.nodes() : List.of();
  }

  private void apply() {
    takenOut().forEach(state::apply);
  }

  private void look(int busy) {
    now = now.plusSeconds(3);
    state.apply(new RunEvent.Observed(now, now, 50, 4 * busy, 10, 40, busy));
  }

  private static Outcome.Failed failedAfter(Duration took, String node) {
    return new Outcome.Failed(
        FailureKind.EXIT_CODE,
        OptionalInt.of(3),
        "FailureExitCode",
        "m",
        Optional.of(new Outcome.Execution(node, START, START.plus(took))));
  }

  private void broken(String node, String how) {
    state.apply(new RunEvent.NodeBroken(now, 1, node, how, node + " is " + how));
  }

  private void succeed(String node) {
    end(new Outcome.Succeeded(Optional.of(execution(node))), task++, 1);
  }

  private void fail(String node, FailureKind kind, String code) {
    end(failed(kind, code, node), task++, 1);
  }

  private static Outcome.Failed failed(FailureKind kind, String code, String node) {
    return new Outcome.Failed(
        kind, OptionalInt.of(3), code, "m", Optional.of(execution(node)), "ServerError");
  }

  private void end(Outcome outcome, int ordinal, int number) {
    now = now.plus(Duration.ofMillis(10));
    state.apply(
        new RunEvent.Ended(
            now, new AttemptId(ordinal, plan.header().taskId(ordinal), number), outcome));
  }

  private static Outcome.Execution execution(String node) {
    return new Outcome.Execution(node, START, START.plusSeconds(1));
  }
}
