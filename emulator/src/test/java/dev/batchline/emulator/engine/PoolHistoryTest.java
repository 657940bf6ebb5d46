package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.model.AutoscaleEvaluation;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.PoolHistory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What is kept of how a pool came to its size. */
class PoolHistoryTest {

  private final Emulated batch = new Emulated();

  private static String formula(String text) {
    return "'enableAutoScale':true,'autoScaleEvaluationInterval':'PT5M','autoScaleFormula':'"
        + text
        + "',";
  }

  private void addPool(String text) {
    batch.call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'Standard_D4s_v5',%s%s}".formatted(formula(text), Emulated.IMAGE));
  }

  private PoolHistory history() {
    return batch.core.read(account -> account.pool("p").history());
  }

  @Test
  void evaluationsKeepTheValuesThatTheySaw() {
    addPool("$TargetDedicatedNodes=max($PendingTasks.GetSample(TimeInterval_Minute*5, 10));");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t1", "");
    batch.addTask("j", "t2", "");
    batch.pass(Duration.ofMinutes(6));

    List<AutoscaleEvaluation> evaluations = history().evaluations();
    assertThat(evaluations).hasSize(2);
    assertThat(evaluations.get(0).run().error()).isPresent();
    assertThat(evaluations.get(0).seen())
        .containsExactly(
            new AutoscaleEvaluation.Seen(
                "$PendingTasks", 0, List.of(), evaluations.get(0).seen().get(0).windows()));
    AutoscaleEvaluation second = evaluations.get(1);
    assertThat(second.run().results()).startsWith("$TargetDedicatedNodes=2;");
    assertThat(second.found().targets()).isEqualTo(NodeTargets.NONE);
    assertThat(second.seen())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.latest()).hasSize(seen.samples()).containsOnly(2.0);
              assertThat(seen.windows())
                  .singleElement()
                  .satisfies(window -> assertThat(window.expected()).isEqualTo(10));
            });
  }

  @Test
  void sizesAreKeptWhenTheyChange() {
    addPool("$TargetDedicatedNodes=2;$TargetLowPriorityNodes=1;");
    batch.pass(Duration.ofMinutes(30));

    assertThat(history().sizes())
        .extracting(PoolHistory.Size::targets, PoolHistory.Size::current)
        .containsExactly(
            Tuple.tuple(new NodeTargets(2, 1), NodeTargets.NONE),
            Tuple.tuple(new NodeTargets(2, 1), new NodeTargets(2, 1)));
  }

  @Test
  void theHistoryOfAPoolThatLivesLongStaysShort() {
    addPool("$TargetDedicatedNodes=$CurrentDedicatedNodes>0?0:1;");
    batch.pass(Duration.ofHours(30));

    assertThat(history().evaluations()).hasSize(100);
    assertThat(history().sizes()).hasSize(500);
  }
}
