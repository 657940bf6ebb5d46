package dev.batchline.cli.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.RunId;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunRecord.Origin;
import dev.batchline.run.RunRecord.RunTarget;
import dev.batchline.run.RunRecord.RunTimes;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import dev.batchline.storage.StorageSweep.RunContainer;
import dev.batchline.storage.StoredFile;
import dev.batchline.target.azurebatch.AzureBatchAccount.Kind;
import dev.batchline.target.azurebatch.AzureBatchAccount.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SweepTest {

  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final Instant PAST = NOW.minus(Duration.ofDays(2));
  private static final Instant FUTURE = NOW.plus(Duration.ofDays(2));

  private final Map<String, RunRecord> records = new TreeMap<>();
  private Set<String> driven = Set.of();
  private Set<String> kept = Set.of();
  private Optional<Duration> olderThan = Optional.empty();

  @Test
  void whatARunLeftThatHasEndedGoesAtOnce() {
    run("r1", RunStatus.FAILED, PAST);

    assertThat(sweep(pool("r1", FUTURE), job("r1", FUTURE, true)))
        .extracting(Finding::reason)
        .containsExactly("its run has ended", "its run has ended");
  }

  @Test
  void aJobThatHasEndedStaysUntilItExpires() {
    run("r1", RunStatus.SUCCEEDED, PAST);

    assertThat(sweep(job("r1", FUTURE, false))).isEmpty();
    assertThat(sweep(job("r1", PAST, false))).hasSize(1);
  }

  @Test
  void aPoolThatTheJobFileKeepsStaysUntilItExpires() {
    run("r1", RunStatus.SUCCEEDED, PAST);
    kept = Set.of("r1");

    assertThat(sweep(pool("r1", FUTURE))).isEmpty();
    assertThat(sweep(pool("r1", PAST))).hasSize(1);
  }

  @Test
  void whatIsDrivenIsNeverTouchedHoweverOldItIs() {
    run("r1", RunStatus.RUNNING, PAST);
    driven = Set.of("r1");

    assertThat(sweep(pool("r1", PAST), job("r1", PAST, true))).isEmpty();
  }

  @Test
  void aRunThatNobodyDrivesMayBeDrivenOnUntilItExpires() {
    run("r1", RunStatus.RUNNING, PAST);

    assertThat(sweep(pool("r1", FUTURE))).isEmpty();
    assertThat(sweep(pool("r1", PAST)))
        .extracting(Finding::reason)
        .containsExactly("it has expired, and nobody drives its run");
  }

  @Test
  void whatBelongsToARunOfAnotherStoreGoesOnlyByItsOwnExpiry() {
    assertThat(sweep(pool("r9", FUTURE))).isEmpty();
    assertThat(sweep(pool("r9", PAST))).hasSize(1);
    assertThat(sweep(withoutExpiry("r9"))).isEmpty();
  }

  @Test
  void runsStayUnlessThePersonSaysHowOldTheyMayBe() {
    run("old", RunStatus.SUCCEEDED, PAST);
    run("new", RunStatus.SUCCEEDED, NOW);

    assertThat(sweep()).isEmpty();
    olderThan = Optional.of(Duration.ofDays(1));
    assertThat(sweep()).extracting(Finding::id).containsExactly("old");
  }

  @Test
  void aRunWhoseResultsAnotherOneHasStaysAsLongAsThatOne() {
    run("a", RunStatus.SUCCEEDED, PAST);
    run("b", RunStatus.SUCCEEDED, PAST, "a");
    run("c", RunStatus.SUCCEEDED, NOW, "b");
    run("d", RunStatus.SUCCEEDED, PAST);
    olderThan = Optional.of(Duration.ofDays(1));

    assertThat(sweep()).extracting(Finding::id).containsExactly("d");
    assertThat(facts(List.of(), List.of()).stayingRuns()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void containersWithoutARecordGoWhenTheyAreOldEnough() {
    run("r1", RunStatus.SUCCEEDED, PAST);
    List<RunContainer> containers =
        List.of(
            new RunContainer(new RunId("r1"), PAST),
            new RunContainer(new RunId("r2"), PAST),
            new RunContainer(new RunId("r3"), NOW.minus(Duration.ofHours(1))));

    assertThat(facts(List.of(), containers).findings())
        .extracting(Finding::id)
        .containsExactly("batchline-r2");
  }

  @Test
  void anObjectThatWasJustUploadedStays() {
    Sweep sweep = facts(List.of(), List.of());

    assertThat(sweep.mayGo(new StoredFile("h", 1, PAST, Optional.empty()))).isTrue();
    assertThat(sweep.mayGo(new StoredFile("h", 1, NOW, Optional.empty()))).isFalse();
  }

  private List<Finding> sweep(Leftover... leftovers) {
    return facts(List.of(leftovers), List.of()).findings();
  }

  private Sweep facts(List<Leftover> leftovers, List<RunContainer> containers) {
    return new Sweep(new Sweep.Facts(NOW, leftovers, records, driven, kept, containers, olderThan));
  }

  private static Leftover pool(String run, Instant expiry) {
    return new Leftover(Kind.POOL, run, run, Optional.of(expiry), true, Optional.of(PAST), 3, 12);
  }

  private static Leftover withoutExpiry(String run) {
    return new Leftover(Kind.POOL, run, run, Optional.empty(), true, Optional.of(PAST), 3, 12);
  }

  private static Leftover job(String run, Instant expiry, boolean active) {
    return new Leftover(Kind.JOB, run, run, Optional.of(expiry), active, Optional.of(PAST), 0, 0);
  }

  private void run(String id, RunStatus state, Instant ended, String... reused) {
    records.put(
        id,
        new RunRecord(
            RunRecord.VERSION,
            id,
            "test",
            state,
            new RunTarget("azurebatch", Map.of()),
            new TaskCounts(0, 0, 0, 0, 0, 0),
            new RunTimes(
                PAST,
                Optional.of(PAST),
                ended,
                state.ended() ? Optional.of(ended) : Optional.empty(),
                FUTURE,
                Optional.empty()),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            reused.length == 0
                ? Optional.empty()
                : Optional.of(new Origin(Optional.empty(), List.of(reused))),
            ""));
  }
}
