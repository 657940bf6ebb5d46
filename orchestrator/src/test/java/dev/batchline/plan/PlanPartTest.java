package dev.batchline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.spec.Limits;
import dev.batchline.spec.RetryRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanPartTest {

  private static final Plan WHOLE = new Whole();

  @Test
  void aTaskKeepsItsIdAndItsCommand() {
    PlanPart part = PlanPart.of(WHOLE, List.of("simulate-7", "simulate-2"));

    assertThat(ids(part)).containsExactly("simulate-2", "simulate-7");
    assertThat(part.task(1).invocation()).isEqualTo(WHOLE.task(6).invocation());
    assertThat(part.header().taskId(1)).isEqualTo("simulate-7");
    assertThat(part.task(1).ordinal()).isEqualTo(1);
  }

  @Test
  void whatATaskReadsComesAlong() {
    PlanPart part = PlanPart.of(WHOLE, List.of("report"));

    assertThat(part.header().taskCount()).isEqualTo(11);
    assertThat(part.header().groups().get(1).after()).containsExactly("simulate");
    assertThat(ids(part)).endsWith("simulate-10", "report");
  }

  @Test
  void aTaskThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> PlanPart.of(WHOLE, List.of("simulate-11")))
        .hasMessageContaining("simulate-11");
    assertThatThrownBy(() -> PlanPart.of(WHOLE, List.of("simulate")))
        .hasMessageContaining("\"simulate\"");
  }

  private static List<String> ids(Plan plan) {
    return IntStream.range(0, plan.header().taskCount())
        .mapToObj(task -> plan.task(task).id())
        .toList();
  }

  /** Ten simulations and a report that reads their outputs. */
  private static final class Whole implements Plan {

    @Override
    public PlanHeader header() {
      return new PlanHeader(
          "risk",
          Map.of(),
          List.of(),
          List.of(),
          new PlannedPool("cpu-fixed", "{}", false, 4),
          List.of(
              new PlannedGroup("simulate", 0, 10, true, List.of()),
              new PlannedGroup("report", 10, 1, false, List.of("simulate"))),
          RetryRules.DEFAULT,
          Limits.DEFAULT);
    }

    @Override
    public PlannedTask task(int ordinal) {
      return new PlannedTask(
          ordinal,
          header().taskId(ordinal),
          header().groupOf(ordinal).name(),
          new Invocation.Shell("echo " + ordinal),
          Map.of(),
          List.of(),
          ordinal == 10 ? List.of(new EarlierOutput("simulate", "*.csv")) : List.of(),
          List.of(),
          Optional.empty(),
          1);
    }
  }
}
