package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunListTest {

  private static final RunFilter ALL =
      new RunFilter(Set.of(), Optional.empty(), Optional.empty(), 50);

  @TempDir private Path directory;

  private EarlierRuns runs = new EarlierRuns(Path.of(""));

  @BeforeEach
  void begin() {
    runs = new EarlierRuns(directory);
    TestPlan plan = TestPlan.workThenReadingMerge(1);
    runs.run(new RunId("test-20261121-060000-aaaa"), plan);
    runs.failing("work-1");
    runs.run(new RunId("test-20261121-080000-bbbb"), plan);
    runs.run(new RunId("test-x-20261121-070000-cccc"), plan.ofJob("test-x"));
  }

  @Test
  void theLatestComesFirstWhateverItsName() {
    assertThat(ids(ALL)).containsExactly("bbbb", "cccc", "aaaa");
    assertThat(ids(new RunFilter(Set.of(), Optional.empty(), Optional.empty(), 2)))
        .containsExactly("bbbb", "cccc");
  }

  @Test
  void aNameIsThatOfTheJobOrAPatternOfIt() {
    assertThat(ids(named("test"))).containsExactly("bbbb", "aaaa");
    assertThat(ids(named("test*"))).containsExactly("bbbb", "cccc", "aaaa");
    assertThat(ids(named("other"))).isEmpty();
  }

  @Test
  void runsOfAStateAreFoundBehindOthers() {
    RunFilter one =
        new RunFilter(Set.of(RunStatus.SUCCEEDED), Optional.empty(), Optional.empty(), 1);
    assertThat(ids(one)).containsExactly("cccc");
    assertThat(ids(new RunFilter(Set.of(RunStatus.FAILED), Optional.empty(), Optional.empty(), 9)))
        .containsExactly("bbbb");
  }

  @Test
  void theTimeInAnIdSparesReadingItsRecord() {
    RunFilter since =
        new RunFilter(
            Set.of(), Optional.empty(), Optional.of(Instant.parse("2026-11-21T07:30:00Z")), 9);
    assertThat(since.mayFit(new RunId("test-20261121-060000-aaaa"))).isFalse();
    assertThat(since.mayFit(new RunId("test-20261121-080000-bbbb"))).isTrue();
  }

  private static RunFilter named(String name) {
    return new RunFilter(Set.of(), Optional.of(name), Optional.empty(), 50);
  }

  private List<String> ids(RunFilter filter) {
    return new Runs(runs.files)
        .list(filter).stream()
            .map(record -> record.runId().substring(record.runId().length() - 4))
            .toList();
  }
}
