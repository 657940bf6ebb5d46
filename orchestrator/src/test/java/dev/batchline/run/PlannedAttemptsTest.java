package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.target.Attempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedAttemptsTest {

  private static final TestPlan PLAN = TestPlan.workThenMerge(10);

  @Test
  void theAttemptsOfSeveralRangesFollowEachOther() {
    PlannedAttempts attempts =
        new PlannedAttempts(
            PLAN,
            List.of(new Tries(2, 4, 1), new Tries(0, 0, 3), new Tries(9, 10, 1)),
            task -> Optional.empty());

    assertThat(attempts)
        .extracting(attempt -> attempt.id().value())
        .containsExactly("work-3-1", "work-4-1", "work-5-1", "work-1-3", "work-10-1", "merge-1");
    assertThat(attempts).extracting(attempt -> attempt.task().ordinal()).contains(10, 0);
    assertThat(attempts.ids())
        .containsExactlyElementsOf(attempts.stream().map(Attempt::id).toList());
  }

  @Test
  void noTriesAreNoAttempts() {
    assertThat(new PlannedAttempts(PLAN, List.of(), task -> Optional.empty())).isEmpty();
    assertThat(new PlannedAttempts(PLAN, List.of(), task -> Optional.empty()).ids()).isEmpty();
  }
}
