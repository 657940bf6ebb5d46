package dev.batchline.cli.local;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.Surroundings;
import dev.batchline.cli.console.Console;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process in the background that has the services of a local store while runs go on that nobody
 * drives.
 *
 * <p>It ends when each of these runs has ended or expired and nobody uses its services. Who starts
 * it names the runs; if that never happens, it ends after some minutes.
 */
public final class ServicesKeeper {

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** How long a run may be named and have no record. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Surroundings surroundings;
  private final Path directory;

  public ServicesKeeper(Surroundings surroundings, Path directory) {
    this.surroundings = surroundings;
    this.directory = directory;
  }

  /** A keeper that was started and has no run to keep its services for yet. */
  public record Started(Process process, Map<String, String> settings, Path directory)
      implements AutoCloseable {

    /** Ends it, unless a run was named meanwhile. */
    @Override
    public void close() throws IOException {
      if (LocalStore.kept(directory).isEmpty()) {
        process.destroy();
      }
    }
  }

  /**
   * Starts a keeper in the background and waits until its services are ready.
   *
   * @param emulator more options of the emulator
   */
  public Started start(Console console, List<String> emulator)
      throws IOException, InterruptedException {
    LocalServices.install(surroundings, console);
    Path log = Files.createDirectories(directory).resolve("keeper.log");
    List<String> arguments = new ArrayList<>(List.of("keep-services", directory.toString()));
    if (!emulator.isEmpty()) {
      arguments.add("--");
      arguments.addAll(emulator);
    }
    Process process = DetachedProcess.start(surroundings, arguments, log);
    Instant last = surroundings.timeline().now().plus(READY);
    while (process.isAlive() && surroundings.timeline().now().isBefore(last)) {
      Optional<Map<String, String>> settings = LocalStore.published(directory);
      if (settings.isPresent() && LocalStore.isKept(directory)) {
        return new Started(process, settings.get(), directory);
      }
      surroundings.timeline().sleep(LOOK);
    }
    process.destroy();
    throw new RunException(
        Blame.SERVICE,
        "start the services of a local run in the background",
        Files.readString(log).strip(),
        "Its log is " + log);
  }

  /** What the process in the background does: returns when its services are needed no more. */
  public void keep(LocalStore store, LocalServices services, Interruption stop)
      throws IOException, InterruptedException {
    store.beginKeeping();
    try (FileStore files =
        FileStore.open(
            StorageSettings.of(
                services.settings(),
                () -> {
                  throw new IllegalStateException("local storage has a key");
                }),
            surroundings.timeline())) {
      store.publish(services);
      Instant begun = surroundings.timeline().now();
      boolean named = false;
      while (!stop.requested() && !services.broken().isDone()) {
        surroundings.timeline().sleep(BETWEEN);
        List<RunId> kept = LocalStore.kept(directory);
        named |= !kept.isEmpty();
        for (RunId run : kept) {
          if (isOver(new Runs(files).find(run), begun)) {
            LocalStore.noLongerKept(directory, run);
          }
        }
        boolean late = surroundings.timeline().now().isAfter(begun.plus(PATIENCE));
        if (LocalStore.kept(directory).isEmpty()
            && (named || late)
            && LocalStore.isUnused(directory)) {
          return;
        }
      }
    } finally {
      store.endKeeping();
      store.withdraw();
    }
  }

  private boolean isOver(Optional<RunRecord> record, Instant begun) {
    Instant now = surroundings.timeline().now();
    return record
        .map(known -> known.state().ended() || known.times().expiry().isBefore(now))
        .orElse(now.isAfter(begun.plus(PATIENCE)));
  }
}
