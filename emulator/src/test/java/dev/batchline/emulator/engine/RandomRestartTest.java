package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.state.Dump;
import dev.batchline.emulator.state.Journal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happened before, and wherever the log ends, an engine goes on with what was kept. */
class RandomRestartTest {

  private static final int STEPS = 150;
  private static final int CUTS = 12;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aLogThatIsCutAnywhereGivesWhatWasKeptByThen(long seed) throws IOException {
    Path whole = directory.resolve("whole");
    Random random = new Random(seed);
    NavigableMap<Long, List<String>> kept = history(whole, random);
    Path log = whole.resolve("account-1.log");
    assertThat(kept.lastKey()).isEqualTo(Files.size(log));

    for (int i = 0; i < CUTS; i++) {
      long length = random.nextLong(kept.firstKey(), kept.lastKey() + 1);
      Path cut = Files.createDirectory(directory.resolve("cut-" + i));
      Files.copy(log, cut.resolve("account-1.log"));
      try (FileChannel channel =
          FileChannel.open(cut.resolve("account-1.log"), StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      try (Journal journal = Journal.open(cut)) {
        Map.Entry<Long, List<String>> expected = kept.floorEntry(length);
        assertThat(Dump.of(journal.account())).isEqualTo(expected.getValue());
        assertThat(Files.size(cut.resolve("account-1.log"))).isEqualTo(expected.getKey());
        finish(journal);
      }
    }
  }

  /** What the account was like when the log had which length. */
  private NavigableMap<Long, List<String>> history(Path state, Random random) throws IOException {
    NavigableMap<Long, List<String>> kept = new TreeMap<>();
    try (Journal journal = Journal.open(state)) {
      Emulated batch = new Emulated(journal.account(), Quotas.DEFAULT, Emulated.START);
      RandomHistory history = new RandomHistory(batch, random);
      for (int i = 0; i < STEPS; i++) {
        history.step();
        Dump.keepAll(journal);
        kept.put(Files.size(state.resolve("account-1.log")), Dump.of(journal.account()));
      }
    }
    return kept;
  }

  /** Whatever runs after the restart ends, and is found to have ended. */
  private static void finish(Journal journal) {
    Emulated batch =
        new Emulated(journal.account(), Quotas.DEFAULT, Emulated.START.plus(Duration.ofDays(1)));
    batch.core.resume();
    batch.drain();
    for (int i = 0; i < 10; i++) {
      batch.pass(Duration.ofSeconds(30));
      batch.runtime.running().forEach(command -> command.exit(0));
      batch.drain();
    }
    batch.runtime.running().forEach(command -> command.exit(0));
    batch.drain();
    for (AccountJob job : journal.account().jobs().values()) {
      assertThat(job.tasks().placed()).as(job.job().id()).hasSameSizeAs(ranNow(batch, job));
    }
  }

  private static List<?> ranNow(Emulated batch, AccountJob job) {
    return batch.runtime.running().stream()
        .filter(
            command ->
                command.command.directory().toString().contains("/" + job.job().directory() + "/"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void manyRestartsAndSnapshotsLoseNothing(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> expected = List.of();
    var now = Emulated.START;
    for (int life = 0; life < 8; life++) {
      try (Journal journal = Dump.openCompacting(directory)) {
        assertThat(Dump.of(journal.account())).isEqualTo(expected);
        Emulated batch = new Emulated(journal.account(), Quotas.DEFAULT, now);
        batch.core.resume();
        RandomHistory history = new RandomHistory(batch, random);
        for (int i = 0; i < 30; i++) {
          history.step();
          journal.handOver();
          if (random.nextBoolean()) {
            Dump.keepAll(journal);
          }
        }
        expected = Dump.of(journal.account());
        now = batch.time.now().plusSeconds(random.nextInt(600));
      }
    }
    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".snapshot"))).hasSize(1);
    }
  }
}
