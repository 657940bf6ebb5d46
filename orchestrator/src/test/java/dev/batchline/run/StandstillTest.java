package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.run.Standstill.Explanation;
import dev.batchline.run.StandstillFacts.Backlog;
import dev.batchline.run.StandstillFacts.Driving;
import dev.batchline.run.StandstillFacts.HeldGroup;
import dev.batchline.target.Circumstances;
import dev.batchline.target.Circumstances.BrokenNode;
import dev.batchline.target.Circumstances.CoreQuota;
import dev.batchline.target.Circumstances.Formula;
import dev.batchline.target.Circumstances.JobCondition;
import dev.batchline.target.Circumstances.PoolCondition;
import dev.batchline.target.Circumstances.Shortage;
import dev.batchline.target.Circumstances.ShortageCause;
import dev.batchline.target.Circumstances.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each row of the table, by the sentence that somebody reads at night. */
class StandstillTest {

  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final Driving DRIVEN = new Driving(true, Optional.empty(), NOW, Optional.empty());
  private static final Driving LEFT =
      new Driving(
          false,
          Optional.of(new Holder("agent-7", 4711, "m", NOW.minusSeconds(3600))),
          NOW.minusSeconds(252),
          Optional.empty());
  private static final Backlog FORTY = new Backlog(40, 0, Optional.empty(), List.of());
  private static final Backlog NONE = new Backlog(0, 0, Optional.empty(), List.of());

  private record Case(StandstillCause cause, String sentence, StandstillFacts facts) {}

  @TestFactory
  Stream<DynamicTest> theFirstCauseIsTheAnswer() {
    return cases().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.cause().word() + ": " + each.sentence(),
                    () ->
                        assertThat(Standstill.explain(each.facts()).get(0))
                            .isEqualTo(new Explanation(each.cause(), each.sentence()))));
  }

  @Test
  void everyCauseHasATest() {
    assertThat(cases().stream().map(Case::cause))
        .containsAll(Arrays.asList(StandstillCause.values()));
  }

  @Test
  void aRunThatHasEndedStandsStillRightly() {
    assertThat(Standstill.explain(facts(RunStatus.SUCCEEDED, LEFT, NONE, Optional.empty())))
        .isEmpty();
  }

  @Test
  void whatElseHoldsARunUpFollows() {
    StandstillFacts facts =
        facts(RunStatus.RUNNING, LEFT, FORTY, Optional.of(waiting(quota(5, Map.of("idle", 2)))));

    assertThat(Standstill.explain(facts))
        .extracting(Explanation::cause)
        .containsExactly(
            StandstillCause.NOT_DRIVEN, StandstillCause.QUOTA_USED_UP, StandstillCause.NODES_IDLE);
  }

  @Test
  void aFurtherPoolIsToldByItsName() {
    Circumstances first = new Circumstances("r1", JobCondition.ACTIVE, 0, 0, Optional.empty());
    Circumstances further =
        new Circumstances("r1-2", JobCondition.ACTIVE, 3, 0, Optional.of(booting()));

    assertThat(Standstill.explain(places(first, further)))
        .startsWith(
            new Explanation(
                StandstillCause.NODES_BOOTING,
                "in pool r1-2, 3 nodes are booting, the oldest for 4 min"));
  }

  @Test
  void aFurtherPoolWhereNothingRunsFollowsTheOneWhereSomethingDoes() {
    Circumstances first =
        new Circumstances("r1", JobCondition.ACTIVE, 0, 2, Optional.of(pool(Map.of("running", 1))));
    Circumstances further =
        new Circumstances("r1-2", JobCondition.ACTIVE, 3, 0, Optional.of(quota(1, Map.of())));

    assertThat(Standstill.explain(places(first, further)))
        .containsExactly(
            new Explanation(StandstillCause.RUNNING, "2 tasks run, and no other waits for a node"),
            new Explanation(
                StandstillCause.QUOTA_USED_UP,
                "in pool r1-2, the quota for cores is used up, and the pool has 0 of 1 node:"
                    + " AccountCoreQuotaReached, the limit is 20 cores"));
  }

  @Test
  void aQuotaIsToldInNumbers() {
    assertThat(sentence(new CoreQuota("dedicated cores", 8, OptionalInt.of(10), 4, "d4s", 4)))
        .isEqualTo(
            "the quota of dedicated cores is used up (8 of 10), and the pool has 0 of 5 nodes:"
                + " AccountCoreQuotaReached; 4 of them are this pool's, and a node of d4s takes"
                + " 4 cores");
    assertThat(sentence(new CoreQuota("Spot cores", 0, OptionalInt.empty(), 0, "d1", 1)))
        .isEqualTo(
            "the quota of Spot cores gave the pool no node, though nothing of it is in use now; a"
                + " node of d1 takes 1 core, and is asked for again every few minutes:"
                + " AccountCoreQuotaReached");
  }

  private static String sentence(CoreQuota quota) {
    PoolCondition pool =
        shortage(
            new Shortage(
                ShortageCause.QUOTA, "AccountCoreQuotaReached", "full", Optional.of(quota)));
    return Standstill.explain(facts(RunStatus.RUNNING, DRIVEN, FORTY, Optional.of(waiting(pool))))
        .get(0)
        .sentence();
  }

  private static StandstillFacts places(Circumstances... places) {
    return new StandstillFacts("r1", RunStatus.RUNNING, DRIVEN, FORTY, List.of(places), NOW);
  }

  @Test
  void anErrorOfTheLastResizeIsNoCauseOnceThePoolHasWhatItWants() {
    PoolCondition pool = quota(2, Map.of("starting", 2));

    assertThat(
            Standstill.explain(facts(RunStatus.RUNNING, DRIVEN, FORTY, Optional.of(waiting(pool)))))
        .extracting(Explanation::cause)
        .containsExactly(StandstillCause.NODES_BOOTING);
  }

  private static List<Case> cases() {
    return Stream.of(driverCases(), jobCases(), poolCases()).flatMap(List::stream).toList();
  }

  private static List<Case> driverCases() {
    return List.of(
        new Case(
            StandstillCause.NOT_DRIVEN,
            "nobody drives this run (agent-7 (process 4711) did until 4 min ago): nothing is"
                + " submitted, retried or collected; go on with: batchline attach r1",
            facts(RunStatus.RUNNING, LEFT, FORTY, Optional.empty())),
        new Case(
            StandstillCause.NOT_DRIVEN,
            "nobody drives this run (agent-7 (process 4711) did until 4 min ago): 3 tasks run on,"
                + " but nothing is retried or collected; go on with: batchline attach r1",
            facts(
                RunStatus.RUNNING,
                LEFT,
                FORTY,
                Optional.of(
                    new Circumstances(
                        "r1",
                        JobCondition.ACTIVE,
                        0,
                        3,
                        Optional.of(pool(Map.of("running", 1))))))),
        new Case(
            StandstillCause.CANCELLING,
            "its end was asked for (wrong portfolio), and comes within seconds",
            facts(
                RunStatus.RUNNING,
                new Driving(true, Optional.empty(), NOW, Optional.of("wrong portfolio")),
                FORTY,
                Optional.empty())),
        new Case(
            StandstillCause.UPLOADING,
            "executables and inputs are on their way to Storage; tasks follow",
            facts(RunStatus.UPLOADING, DRIVEN, NONE, Optional.empty())),
        new Case(
            StandstillCause.COLLECTING,
            "all tasks have ended, and their outputs are being listed and copied",
            facts(RunStatus.COLLECTING, DRIVEN, NONE, Optional.empty())),
        new Case(
            StandstillCause.WAITING_FOR_RETRY,
            "2 tasks wait to be tried again, the first in 40 s",
            facts(
                RunStatus.RUNNING,
                DRIVEN,
                new Backlog(0, 2, Optional.of(NOW.plusSeconds(40)), List.of()),
                Optional.of(empty()))),
        new Case(
            StandstillCause.WAITING_FOR_GROUP,
            "group report (1 task) waits for simulate, where 3 tasks have not succeeded yet",
            facts(
                RunStatus.RUNNING,
                DRIVEN,
                new Backlog(
                    0,
                    0,
                    Optional.empty(),
                    List.of(new HeldGroup("report", 1, List.of("simulate"), 3))),
                Optional.of(empty()))),
        new Case(
            StandstillCause.SETTLING,
            "40 attempts have just ended, or are on the way to the pool",
            facts(RunStatus.RUNNING, DRIVEN, FORTY, Optional.of(empty()))),
        new Case(
            StandstillCause.UNKNOWN,
            "nothing is known of what happens on Azure Batch",
            facts(RunStatus.RUNNING, DRIVEN, NONE, Optional.empty())));
  }

  private static List<Case> jobCases() {
    return List.of(
        new Case(
            StandstillCause.JOB_GONE,
            "its job r1 was deleted on Azure Batch: no more tasks will run; run what is missing"
                + " again with: batchline rerun r1",
            job(JobCondition.GONE)),
        new Case(
            StandstillCause.JOB_ENDED,
            "its job r1 was ended on Azure Batch: no more tasks will run; run what is missing"
                + " again with: batchline rerun r1",
            job(JobCondition.ENDED)),
        new Case(
            StandstillCause.JOB_DISABLED,
            "its job is disabled, so 40 tasks wait until someone enables it: az batch job enable"
                + " --job-id r1",
            job(JobCondition.DISABLED)),
        new Case(
            StandstillCause.SLOTS_TAKEN,
            "8 tasks run, 32 wait for slots (2 nodes of 4 slots, as many as the pool wants)",
            facts(
                RunStatus.RUNNING,
                DRIVEN,
                FORTY,
                Optional.of(
                    new Circumstances(
                        "r1",
                        JobCondition.ACTIVE,
                        32,
                        8,
                        Optional.of(pool(Map.of("running", 2))))))),
        new Case(
            StandstillCause.RUNNING,
            "1 task runs, and no other waits for a node",
            facts(
                RunStatus.RUNNING,
                DRIVEN,
                FORTY,
                Optional.of(
                    new Circumstances(
                        "r1",
                        JobCondition.ACTIVE,
                        0,
                        1,
                        Optional.of(pool(Map.of("running", 1))))))));
  }

  private static List<Case> poolCases() {
    return List.of(
        new Case(
            StandstillCause.UNREACHABLE,
            "Azure Batch can't be asked: it timed out",
            new StandstillFacts(
                "r1",
                RunStatus.RUNNING,
                DRIVEN,
                FORTY,
                List.of(),
                Optional.of("it timed out"),
                NOW)),
        new Case(
            StandstillCause.POOL_GONE,
            "its pool r1 was deleted; who drives the run creates it again, once",
            facts(
                RunStatus.RUNNING,
                DRIVEN,
                FORTY,
                Optional.of(
                    new Circumstances("r1", JobCondition.ACTIVE, 40, 0, Optional.empty())))),
        stuck(
            StandstillCause.START_TASK_FAILS,
            "the start task fails on all 3 nodes, and wrote last: E: Unable to locate package openjdk"
                + " (node n1 is starttaskfailed: its start task failed with exit code 100)",
            broken(
                Map.of("startTaskFailed", 3),
                new BrokenNode(
                    "n1",
                    "startTaskFailed",
                    "node n1 is starttaskfailed: its start task failed with exit code 100",
                    "E: Unable to locate package openjdk"))),
        stuck(
            StandstillCause.STAGING_FAILS,
            "nodes can't stage the run's files: BlobNotFound",
            broken(Map.of("idle", 2), new BrokenNode("n1", "notPrepared", "BlobNotFound", ""))),
        stuck(
            StandstillCause.NODES_UNUSABLE,
            "1 of 2 nodes is unusable: node n1 is unusable: DiskFull",
            broken(
                Map.of("unusable", 1, "starting", 1),
                new BrokenNode("n1", "unusable", "node n1 is unusable: DiskFull", ""))),
        stuck(
            StandstillCause.FORMULA_FAILS,
            "the pool's formula fails, so its size stays 0 nodes: InsufficientSampleData: no"
                + " samples (evaluated 3 min ago, next in 2 min)",
            formula(OptionalInt.empty(), List.of(), "InsufficientSampleData: no samples")),
        stuck(
            StandstillCause.QUOTA_TOO_SMALL,
            "the quota of Spot cores allows not even one node: it is 2, and a node of d4s takes 4"
                + " cores: AccountCoreQuotaReached",
            shortage(
                new Shortage(
                    ShortageCause.QUOTA,
                    "AccountCoreQuotaReached",
                    "",
                    Optional.of(new CoreQuota("Spot cores", 0, OptionalInt.of(2), 0, "d4s", 4))))),
        stuck(
            StandstillCause.QUOTA_USED_UP,
            "the quota for cores is used up, and the pool has 0 of 5 nodes: AccountCoreQuotaReached,"
                + " the limit is 20 cores",
            quota(5, Map.of())),
        stuck(
            StandstillCause.NO_CAPACITY,
            "Azure has no such machines free now, and the pool has 0 of 5 nodes: AllocationFailed",
            shortage(new Shortage(ShortageCause.NO_CAPACITY, "AllocationFailed", ""))),
        stuck(
            StandstillCause.RESIZE_STOPPED,
            "someone stopped the pool's resize, and the pool has 0 of 5 nodes: ResizeStopped",
            shortage(new Shortage(ShortageCause.STOPPED, "ResizeStopped", ""))),
        stuck(
            StandstillCause.RESIZE_FAILED,
            "the pool's resize failed, and the pool has 0 of 5 nodes: Unknown",
            shortage(new Shortage(ShortageCause.OTHER, "Unknown", ""))),
        stuck(
            StandstillCause.NODES_BOOTING, "3 nodes are booting, the oldest for 4 min", booting()),
        stuck(
            StandstillCause.NODES_PREEMPTED,
            "all 2 nodes were preempted; Azure gives Spot nodes back when it has capacity",
            pool(Map.of("preempted", 2))),
        stuck(
            StandstillCause.POOL_RESIZING,
            "the pool is being resized, and has 0 of 3 nodes now",
            sized(OptionalInt.of(3), true)),
        stuck(
            StandstillCause.FORMULA_WANTS_NONE,
            "the formula wants 0 nodes because nodes = 0, tasks = 0 (evaluated 3 min ago, next in"
                + " 2 min)",
            formula(
                OptionalInt.of(0),
                List.of(new Variable("nodes", "0"), new Variable("tasks", "0")),
                "")),
        stuck(
            StandstillCause.FORMULA_NOT_EVALUATED,
            "the pool's formula was not evaluated yet",
            sized(OptionalInt.empty(), false)),
        stuck(
            StandstillCause.POOL_EMPTY,
            "the pool's size is 0 nodes, and no formula changes that: az batch pool resize"
                + " --pool-id r1 --target-dedicated-nodes N",
            sized(OptionalInt.of(0), false)),
        stuck(
            StandstillCause.NODES_OFFLINE,
            "the only node takes no tasks: someone disabled scheduling there",
            pool(Map.of("offline", 1))),
        stuck(
            StandstillCause.NODES_IDLE,
            "2 nodes are ready; tasks start within seconds",
            pool(Map.of("idle", 2))));
  }

  private static Case stuck(StandstillCause cause, String sentence, PoolCondition pool) {
    return new Case(
        cause, sentence, facts(RunStatus.RUNNING, DRIVEN, FORTY, Optional.of(waiting(pool))));
  }

  private static StandstillFacts job(JobCondition condition) {
    return facts(
        RunStatus.RUNNING,
        DRIVEN,
        FORTY,
        Optional.of(
            new Circumstances("r1", condition, 40, 0, Optional.of(pool(Map.of("idle", 1))))));
  }

  private static StandstillFacts facts(
      RunStatus status, Driving driving, Backlog backlog, Optional<Circumstances> place) {
    return new StandstillFacts("r1", status, driving, backlog, place.stream().toList(), NOW);
  }

  private static Circumstances waiting(PoolCondition pool) {
    return new Circumstances("r1", JobCondition.ACTIVE, 40, 0, Optional.of(pool));
  }

  private static Circumstances empty() {
    return new Circumstances("r1", JobCondition.ACTIVE, 0, 0, Optional.of(pool(Map.of())));
  }

  private static PoolCondition pool(Map<String, Integer> nodes) {
    int all = nodes.values().stream().mapToInt(Integer::intValue).sum();
    return new PoolCondition(
        nodes,
        4,
        OptionalInt.of(all),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static PoolCondition sized(OptionalInt wanted, boolean resizing) {
    return new PoolCondition(
        Map.of(), 4, wanted, resizing, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  private static PoolCondition booting() {
    return new PoolCondition(
        Map.of("starting", 2, "creating", 1),
        4,
        OptionalInt.of(3),
        true,
        Optional.of(NOW.minusSeconds(250)),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static PoolCondition broken(Map<String, Integer> nodes, BrokenNode node) {
    return new PoolCondition(
        nodes,
        4,
        OptionalInt.of(3),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(node));
  }

  private static PoolCondition quota(int wanted, Map<String, Integer> nodes) {
    return new PoolCondition(
        nodes,
        4,
        OptionalInt.of(wanted),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(
            new Shortage(ShortageCause.QUOTA, "AccountCoreQuotaReached", "the limit is 20 cores")),
        List.of());
  }

  private static PoolCondition shortage(Shortage shortage) {
    return new PoolCondition(
        Map.of(),
        4,
        OptionalInt.of(5),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(shortage),
        List.of());
  }

  private static PoolCondition formula(OptionalInt wants, List<Variable> because, String error) {
    return new PoolCondition(
        Map.of(),
        4,
        wants,
        false,
        Optional.empty(),
        Optional.of(
            new Formula(NOW.minusSeconds(180), Duration.ofMinutes(5), wants, because, error)),
        List.of(),
        List.of());
  }
}
