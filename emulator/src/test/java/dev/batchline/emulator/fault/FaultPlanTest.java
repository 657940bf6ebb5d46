package dev.batchline.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.batchline.emulator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When faults strike. */
class FaultPlanTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

  private final ManualTime time = new ManualTime(NOW);
  private final FaultPlan plan = new FaultPlan(time::now);

  private static FaultRule error(Frequency frequency) {
    return rule(FaultKind.ERROR, FaultFilter.ALL, frequency);
  }

  private static FaultRule rule(FaultKind kind, FaultFilter filter, Frequency frequency) {
    return new FaultRule(kind, Map.of(), filter, frequency, Optional.empty());
  }

  private static Frequency probability(double probability) {
    return new Frequency(probability, 0, Long.MAX_VALUE, Optional.empty());
  }

  private static Occasion request(String operation) {
    return Occasion.of(FaultPoint.REQUEST, operation).with(Subject.OPERATION, operation);
  }

  private boolean struck(String operation) {
    return !plan.strike(request(operation)).isEmpty();
  }

  private List<Boolean> strikes(String operation, int times) {
    List<Boolean> strikes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      strikes.add(struck(operation));
    }
    return strikes;
  }

  @Test
  void whatHappensToOneOperationDoesNotDependOnTheOthers() {
    plan.set(List.of(error(probability(0.5))), 7);
    List<Boolean> alone = strikes("Task_Add", 50);

    plan.set(List.of(error(probability(0.5))), 7);
    List<Boolean> between = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      strikes("Job_Get", i % 3);
      between.add(struck("Task_Add"));
    }

    assertThat(between).isEqualTo(alone).contains(true, false);
  }

  @Test
  void anotherSeedIsAnotherDay() {
    plan.set(List.of(error(probability(0.5))), 7);
    List<Boolean> seven = strikes("Task_Add", 50);
    plan.set(List.of(error(probability(0.5))), 8);

    assertThat(strikes("Task_Add", 50)).isNotEqualTo(seven);
  }

  @Test
  void theProbabilityIsKept() {
    plan.set(List.of(error(probability(0.1))), 1);

    long struck = strikes("Task_Add", 10_000).stream().filter(one -> one).count();

    assertThat(struck).isBetween(900L, 1100L);
  }

  @Test
  void aRuleWithASeedOfItsOwnStrikesTheSameWhereverItStands() {
    FaultRule seeded =
        new FaultRule(
            FaultKind.ERROR, Map.of(), FaultFilter.ALL, probability(0.5), Optional.of(3L));
    plan.set(List.of(seeded), 7);
    List<Boolean> first = strikes("Task_Add", 50);
    plan.set(List.of(error(probability(0)), seeded), 8);

    assertThat(strikes("Task_Add", 50)).isEqualTo(first);
  }

  @Test
  void someOccasionsPassAndThenItStrikesSoOften() {
    plan.set(List.of(error(new Frequency(1, 2, 3, Optional.empty()))), 0);

    assertThat(strikes("Task_Add", 7))
        .containsExactly(false, false, true, true, true, false, false);
    assertThat(plan.standings().get(0).over()).isTrue();
  }

  @Test
  void aRuleEndsWithItsTime() {
    plan.set(
        List.of(
            error(
                new Frequency(1, 0, Long.MAX_VALUE, Optional.of(NOW.plus(Duration.ofSeconds(5)))))),
        0);
    assertThat(struck("Task_Add")).isTrue();

    time.advance(Duration.ofSeconds(5));

    assertThat(struck("Task_Add")).isFalse();
    assertThat(plan.standings().get(0).over()).isTrue();
  }

  @Test
  void aRuleConcernsWhatItsPatternsSay() {
    FaultFilter filter =
        new FaultFilter(
            Map.of(
                Subject.OPERATION,
                List.of("Task_Add*", "Job_Get"),
                Subject.JOB,
                List.of("night?")));
    plan.set(List.of(rule(FaultKind.ERROR, filter, Frequency.ALWAYS)), 0);

    assertThat(plan.strike(request("Task_AddCollection").with(Subject.JOB, "NIGHT1"))).hasSize(1);
    assertThat(plan.strike(request("Job_Get").with(Subject.JOB, "nights"))).hasSize(1);
    assertThat(plan.strike(request("Job_Get").with(Subject.JOB, "night"))).isEmpty();
    assertThat(plan.strike(request("Job_Get"))).isEmpty();
    assertThat(plan.strike(request("Job_GetTaskCounts").with(Subject.JOB, "night1"))).isEmpty();
    assertThat(plan.standings().get(0).met()).isEqualTo(2);
  }

  @Test
  void aMomentWithinATimeIsDrawnToo() {
    plan.set(List.of(rule(FaultKind.PREEMPTED, FaultFilter.ALL, Frequency.ALWAYS)), 5);
    Occasion boot = Occasion.of(FaultPoint.SPOT_BOOT, "node 1");
    Duration first = plan.strike(boot, Fault.Preempted.class).orElseThrow().after();
    Duration second = plan.strike(boot, Fault.Preempted.class).orElseThrow().after();

    assertThat(first).isNotEqualTo(second).isBetween(Duration.ZERO, Duration.ofMinutes(10));
    plan.set(List.of(rule(FaultKind.PREEMPTED, FaultFilter.ALL, Frequency.ALWAYS)), 5);
    assertThat(plan.strike(boot, Fault.Preempted.class).orElseThrow().after()).isEqualTo(first);
  }

  @Test
  void aRuleThatIsTakenOutStrikesNoMore() {
    plan.set(List.of(error(Frequency.ALWAYS)), 0);
    int second = plan.add(error(Frequency.ALWAYS));
    assertThat(plan.strike(request("Job_Get"))).hasSize(1);
    assertThat(plan.standings()).hasSize(2);

    assertThat(plan.remove(second)).isTrue();
    assertThat(plan.remove(second)).isFalse();
    assertThat(plan.strike(request("Job_Get"))).hasSize(1);
  }

  @Test
  void whatIsRefusedIsNotRefusedTwice() {
    plan.set(List.of(error(Frequency.ALWAYS), error(probability(0.5))), 7);
    List<Long> struck = new ArrayList<>();
    strikes("Task_Add", 20);
    plan.standings().forEach(rule -> struck.add(rule.struck()));

    assertThat(struck).containsExactly(20L, 0L);
    assertThat(plan.standings().get(1).met()).isEqualTo(20);
  }

  @Test
  void whatDoesNotFitAKindIsRefusedWithWhatDoes() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                rule(
                    FaultKind.UNUSABLE,
                    new FaultFilter(Map.of(Subject.OPERATION, List.of("Job_Get"))),
                    Frequency.ALWAYS))
        .withMessage("unusable can't be limited to operations, but to pools, nodes");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FaultRule(
                    FaultKind.ALLOCATION_FAILED,
                    Map.of(Parameter.CODE, "NoLuck"),
                    FaultFilter.ALL,
                    Frequency.ALWAYS,
                    Optional.empty()))
        .withMessageContaining("AllocationTimedout");
  }
}
