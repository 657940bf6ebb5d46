package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillDecisionTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  private final RunState state = new RunState(TestPlan.workThenMerge(3).header());
  private final RunPolicy policy = new RunPolicy(Pace.CLOUD);
  private Instant now = START;

  StandstillDecisionTest() {
    state.apply(new RunEvent.TakenOver(now, new Holder("test", 1, "", now)));
    state.apply(new RunEvent.Submitting(now, List.of(new Tries(0, 2, 1))));
  }

  @Test
  void aRunThatStandsStillForWhatDoesNotPassEndsAfterItsLimit() {
    standStill(StandstillCause.START_TASK_FAILS, Duration.ofMinutes(29));
    assertThat(next()).isNotInstanceOf(Step.Finish.class);

    standStill(StandstillCause.START_TASK_FAILS, Duration.ofMinutes(2));

    assertThat(next())
        .isEqualTo(
            new Step.Finish(
                RunStatus.STOPPED,
                "nothing has run for 30 min (limits.standstill), and the cause does not pass by"
                    + " itself: it is start-task-fails. What helps: "
                    + StandstillCause.START_TASK_FAILS.help()));
  }

  @Test
  void otherCausesThatDoNotPassEitherCountOn() {
    standStill(StandstillCause.JOB_DISABLED, Duration.ofMinutes(20));
    standStill(StandstillCause.NODES_UNUSABLE, Duration.ofMinutes(11));

    assertThat(next()).isInstanceOf(Step.Finish.class);
  }

  @Test
  void whatMayPassByItselfIsWaitedFor() {
    standStill(StandstillCause.QUOTA_USED_UP, Duration.ofHours(2));
    assertThat(next()).isNotInstanceOf(Step.Finish.class);

    standStill(StandstillCause.START_TASK_FAILS, Duration.ofMinutes(29));

    assertThat(next()).isNotInstanceOf(Step.Finish.class);
  }

  @Test
  void aTaskThatRunsEndsAStandstill() {
    standStill(StandstillCause.START_TASK_FAILS, Duration.ofMinutes(29));
    state.apply(new RunEvent.Observed(now, now, 2, 1, 1));
    standStill(StandstillCause.START_TASK_FAILS, Duration.ofMinutes(29));

    assertThat(next()).isNotInstanceOf(Step.Finish.class);
  }

  @Test
  void whoTakesARunOverLooksForItself() {
    standStill(StandstillCause.JOB_DISABLED, Duration.ofHours(1));
    state.apply(new RunEvent.TakenOver(now, new Holder("other", 2, "", now)));

    assertThat(next()).isNotInstanceOf(Step.Finish.class);
  }

  @Test
  void timeInWhichNobodyLookedDoesNotCount() {
    standStill(StandstillCause.JOB_DISABLED, Duration.ofMinutes(5));
    now = now.plus(Duration.ofHours(3));
    standStill(StandstillCause.JOB_DISABLED, Duration.ofMinutes(5));

    assertThat(next()).isNotInstanceOf(Step.Finish.class);
  }

  /** Asked why every half a minute. */
  private void standStill(StandstillCause cause, Duration lasts) {
    for (Instant end = now.plus(lasts); now.isBefore(end); now = now.plusSeconds(30)) {
      state.apply(new RunEvent.Observed(now, now, 3, 0, 1));
      state.apply(new RunEvent.StoodStill(now, cause, "it is " + cause.word()));
    }
  }

  private Step next() {
    return policy.next(state, now);
  }
}
