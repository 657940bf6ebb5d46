package dev.batchline.telemetry;

import dev.batchline.base.RunException;
import dev.batchline.storage.RunStore;
import dev.batchline.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads all that is measured of one run: the samples that its nodes left in Storage, and Azure
 * Monitor.
 *
 * <p>Of many attempts only some files of samples are read, evenly spread: a node's counters are the
 * same in all of them.
 */
public final class RunTelemetry {

  private static final String SAMPLES = "/telemetry.ndjson";
  private static final int MOST_FILES = 1000;
  private static final int READERS = 8;

  private final RunStore store;
  private final AzureMonitor monitor;

  public RunTelemetry(RunStore store, MonitorSettings settings) {
    this.store = store;
    this.monitor = new AzureMonitor(settings);
  }

  /**
   * Never throws for what Storage or Azure Monitor does; that becomes a notice.
   *
   * @param jobs ids of the run's Batch jobs
   * @param from when the run began
   * @param to when it ended, or now
   */
  public Telemetry read(List<String> jobs, Instant from, Instant to) {
    Parts parts = samples(from, to);
    parts.include(monitor.read(jobs, from, to));
    return parts.telemetry(from, to);
  }

  /** The samples beside the attempts of one task; what they lack becomes a notice. */
  public static Telemetry ofTask(RunStore store, String task, Instant from, Instant to) {
    return samples(store, "logs/" + task + "/", from, to).telemetry(from, to);
  }

  private Parts samples(Instant from, Instant to) {
    return samples(store, "logs/", from, to);
  }

  private static Parts samples(RunStore store, String prefix, Instant from, Instant to) {
    TaskSamples samples = new TaskSamples(from, to);
    List<String> notices = new ArrayList<>();
    try {
      Thinning names = new Thinning(MOST_FILES);
      store.list(prefix, page -> page.forEach(file -> offer(file, names)));
      readAll(store, names.kept(), samples, notices);
      if (names.offered() > names.kept().size()) {
        notices.add(
            "%s: files of %d of %d attempts were read"
                .formatted(TaskSamples.SOURCE, names.kept().size(), names.offered()));
      }
    } catch (RunException e) {
      notices.add(TaskSamples.SOURCE + ": " + e.getMessage());
    }
    Parts parts = samples.parts();
    notices.forEach(parts::notice);
    return parts;
  }

  private static void offer(StoredFile file, Thinning names) {
    if (file.name().endsWith(SAMPLES)) {
      names.offer(file.name());
    }
  }

  private static void readAll(
      RunStore store, List<String> names, TaskSamples samples, List<String> notices) {
    ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS,
            work -> {
              Thread thread = new Thread(work, "telemetry-read");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<byte[]>> contents = new ArrayList<>();
      names.forEach(name -> contents.add(readers.submit(() -> content(store, name))));
      long failed = contents.stream().filter(content -> !add(content, samples)).count();
      if (failed > 0) {
        notices.add(TaskSamples.SOURCE + ": " + failed + " files could not be read");
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private static byte[] content(RunStore store, String name) throws IOException {
    try (InputStream file = store.open(name)) {
      return file.readAllBytes();
    }
  }

  private static boolean add(Future<byte[]> content, TaskSamples samples) {
    try {
      samples.add(new ByteArrayInputStream(content.get()));
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps at most so many of a sequence of unknown length, evenly spread over it. */
  static final class Thinning {
    private final int most;
    private List<String> kept = new ArrayList<>();
    private long offered;
    private long stride = 1;

    Thinning(int most) {
      this.most = most;
    }

    void offer(String name) {
      if (offered++ % stride != 0) {
        return;
      }
      kept.add(name);
      if (kept.size() > most) {
        List<String> everySecond = new ArrayList<>();
        for (int i = 0; i < kept.size(); i += 2) {
          everySecond.add(kept.get(i));
        }
        kept = everySecond;
        stride *= 2;
      }
    }

    List<String> kept() {
      return kept;
    }

    long offered() {
      return offered;
    }
  }
}
