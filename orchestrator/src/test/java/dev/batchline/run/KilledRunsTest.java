package dev.batchline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunId;
import dev.batchline.plan.FileHashes;
import dev.batchline.plan.HashMemory;
import dev.batchline.plan.LocalFile;
import dev.batchline.plan.PlannedRun;
import dev.batchline.storage.MemoryFileStore;
import dev.batchline.target.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills whole runs, from the first upload to the last copied output, at hundreds of points: each
 * ends like the same run undisturbed, with the same attempts, files and manifest.
 *
 * <p>The system properties {@code kills.seed} and {@code kills.seeds} choose others, and more.
 */
class KilledRunsTest {

  private static final RunId RUN = new RunId("test-20261121-060000-abcd");
  private static final int FIRST_SEED = Integer.getInteger("kills.seed", 0);
  private static final int SEEDS = Integer.getInteger("kills.seeds", 18);
  private static final int KILLED_PER_SEED = 12;

  @TempDir private Path directory;
  private List<LocalFile> uploads = List.of();

  /** Not an exception that anything could handle: what the process did next never happened. */
  private static final class Killed extends Error {}

  @BeforeEach
  void files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add(Files.writeString(directory.resolve("input-" + i), "input " + i));
    }
    FileHashes hashes = new FileHashes(HashMemory.NONE, new ManualTimeline());
    uploads = List.copyOf(hashes.of(files).values());
  }

  @Test
  void aRunThatIsKilledAnywhereEndsLikeOneThatIsNot() throws IOException {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Function<AttemptId, SimulatedTarget.Fate> fates = SimulatedTarget.drawn(seed);
      Place undisturbed = new Place(directory.resolve("run-" + seed), fates);
      RunResult expected = undisturbed.start();
      Map<String, String> copy = undisturbed.copy();
      SplittableRandom random = new SplittableRandom(seed);
      for (int kill = 0; kill < KILLED_PER_SEED; kill++) {
        int killAt = 1 + random.nextInt(undisturbed.calls);
        String where = "seed " + seed + ", killed at call " + killAt;
        Place place = new Place(directory.resolve("run-" + seed + "-" + kill), fates);
        place.killAt = killAt;

        RunResult result = place.driveThrough(random);

        assertThat(result.record().state()).as(where).isEqualTo(expected.record().state());
        assertThat(place.target.taken.keySet()).as(where).isEqualTo(undisturbed.attempts());
        assertThat(place.copy()).as(where).isEqualTo(copy);
      }
    }
  }

  /** Where a run takes place; all of it outlives the process that drives the run. */
  private final class Place {

    final ManualTimeline timeline = new ManualTimeline();
    final MemoryFileStore files = new MemoryFileStore(this::call);
    final SimulatedTarget target;
    final Path copy;
    int calls;
    int killAt = Integer.MAX_VALUE;

    Place(Path copy, Function<AttemptId, SimulatedTarget.Fate> fates) {
      this.copy = copy;
      this.target = new SimulatedTarget(timeline, fates, new SplittableRandom(5), 0, this::call);
      target.onSuccess =
          task -> files.put(RUN, "output/" + task + "/result.txt", ("of " + task).getBytes(UTF_8));
    }

    private synchronized void call() {
      if (++calls == killAt) {
        throw new Killed();
      }
    }

    RunResult start() {
      PlannedRun planned = new PlannedRun(TestPlan.workThenMerge(12), uploads);
      return runner().start(new NewRun(RUN, planned, Map.of()), options());
    }

    /** Kills it once where it was told to, and then up to twice more. */
    RunResult driveThrough(SplittableRandom random) {
      for (int kills = 0; ; kills++) {
        try {
          return new Runs(files).find(RUN).isEmpty() ? start() : runner().attach(RUN, options());
        } catch (Killed | IllegalStateException e) {
          if (!isKill(e)) {
            throw e;
          }
          files.expireLeases();
          timeline.sleep(Duration.ofSeconds(30));
          killAt = kills < 2 ? calls + 1 + random.nextInt(80) : Integer.MAX_VALUE;
        }
      }
    }

    Set<AttemptId> attempts() {
      return target.taken.keySet();
    }

    /** What the person has in the end, outputs and manifest; each file's content by its path. */
    Map<String, String> copy() throws IOException {
      Map<String, String> contents = new TreeMap<>();
      try (Stream<Path> paths = Files.walk(copy)) {
        for (Path path :
            paths.filter(path -> Files.isRegularFile(path) && !isOfNode(path)).toList()) {
          contents.put(copy.relativize(path).toString(), Files.readString(path));
        }
      }
      return contents;
    }

    /** When a node was taken out, and so whether, depends on how long nobody looked. */
    private boolean isOfNode(Path path) {
      return copy.relativize(path).startsWith("logs/nodes");
    }

    private RunOptions options() {
      return new RunOptions(copy, Pace.CLOUD, false, new Interruption());
    }

    private Runner runner() {
      return new Runner(files, target, timeline, new RunListener() {});
    }
  }

  /** A thread that copies files is killed with its process. */
  private static boolean isKill(Throwable thrown) {
    return thrown instanceof Killed || (thrown.getCause() != null && isKill(thrown.getCause()));
  }
}
