package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastHandOverTest {

  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

  private final RunState state = new RunState(TestPlan.workThenMerge(1000).header());

  @BeforeEach
  void begin() {
    state.apply(new RunEvent.TakenOver(NOW, new Holder("test", 1, "", NOW)));
    state.apply(new RunEvent.Submitting(NOW, List.of(new Tries(0, 599, 1))));
  }

  @Test
  void whatALaterStepFollowedHasArrived() {
    state.apply(new RunEvent.Submitting(NOW, List.of(new Tries(600, 601, 1))));
    assertThat(state.inDoubt())
        .containsExactly(new AttemptId(600, "work-601", 1), new AttemptId(601, "work-602", 1));

    state.apply(new RunEvent.Observed(NOW, NOW, 0, 602, 1));
    assertThat(state.inDoubt()).isEmpty();
  }

  @Test
  void whatWasRefusedOrPutOffIsKnownAndTheRestIsInDoubt() {
    state.apply(ended(0, FailureKind.REJECTED));
    state.apply(new RunEvent.Postponed(NOW, List.of(new Tries(1, 597, 1)), NOW));
    state.apply(new RunEvent.TakenOver(NOW, new Holder("other", 2, "", NOW)));

    assertThat(state.inDoubt()).extracting(AttemptId::ordinal).containsExactly(598, 599);
  }

  @Test
  void whatTheTargetRefusedIsNoEndThatItCounts() {
    state.apply(ended(0, FailureKind.REJECTED));
    state.apply(ended(1, FailureKind.EXIT_CODE));
    state.apply(
        new RunEvent.Ended(
            NOW, new AttemptId(2, "work-3", 1), new Outcome.Succeeded(Optional.empty())));

    assertThat(state.knownEnds().at(1)).isEqualTo(2);
    assertThat(state.knownEnds().at(2)).isZero();
    assertThat(state.knownEnds().cursor()).isEqualTo(KnownEnds.NONE.cursor());
  }

  private static RunEvent ended(int task, FailureKind kind) {
    return new RunEvent.Ended(
        NOW,
        new AttemptId(task, "work-" + (task + 1), 1),
        new Outcome.Failed(kind, OptionalInt.empty(), "Code", "it failed", Optional.empty()));
  }
}
