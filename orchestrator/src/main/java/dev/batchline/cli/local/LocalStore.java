package dev.batchline.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.JsonText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A directory with the data of one local Storage account, used by one process at a time.
 *
 * <p>It is locked as long as this is open. The services of a process that was killed may still be
 * saving their data; opening waits for them to end.
 */
public final class LocalStore implements AutoCloseable {

  private static final String SERVICES = "services.json";
  private static final String KEPT = "kept";
  private static final String KEEPER = "keeper";
  private static final String ENDING = "ending-services.json";
  private static final int GRACE_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final FileChannel channel;

  private LocalStore(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Opens a store unless another process has it; makes its directory when missing. */
  public static Optional<LocalStore> tryOpen(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel).isEmpty()) {
      channel.close();
      return Optional.empty();
    }
    LocalStore store = new LocalStore(directory, channel);
    store.awaitLastServices();
    store.endKeeping(); // of a keeper that was killed
    return Optional.of(store);
  }

  public Path directory() {
    return directory;
  }

  /** Makes the store findable by this run. */
  public void remember(RunId run) throws IOException {
    remember(directory, run);
  }

  /** Makes a store that another process has findable by this run. */
  public static void remember(Path directory, RunId run) throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("runs")).resolve(run.value()), "");
  }

  /**
   * Whether the services of a store stay when the process ends that asked for them.
   *
   * @see ServicesKeeper
   */
  public static boolean isKept(Path directory) {
    return Files.exists(directory.resolve(KEPT).resolve(KEEPER));
  }

  /** Has the keeper of a store keep its services until this run has ended. */
  public static void keep(Path directory, RunId run) throws IOException {
    Files.writeString(directory.resolve(KEPT).resolve(run.value()), "");
  }

  /** Runs for which the services of a store are kept. */
  static List<RunId> kept(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(KEPT))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(KEEPER))
          .map(RunId::new)
          .toList();
    }
  }

  static void noLongerKept(Path directory, RunId run) throws IOException {
    Files.deleteIfExists(directory.resolve(KEPT).resolve(run.value()));
  }

  /** Says that this process keeps its services for others. */
  void beginKeeping() throws IOException {
    Files.createDirectories(directory.resolve(KEPT));
    Files.writeString(
        directory.resolve(KEPT).resolve(KEEPER), Long.toString(ProcessHandle.current().pid()));
  }

  void endKeeping() throws IOException {
    Files.deleteIfExists(directory.resolve(KEPT).resolve(KEEPER));
  }

  /**
   * Uses services that another process has; a keeper doesn't end them before this is closed.
   *
   * @return what to close
   */
  public static AutoCloseable use(Path directory) throws IOException {
    FileChannel channel = users(directory);
    FileLock lock = channel.lock(0, Long.MAX_VALUE, true);
    return () -> {
      lock.close();
      channel.close();
    };
  }

  /** Whether nobody uses the services of a store just now. */
  static boolean isUnused(Path directory) throws IOException {
    try (FileChannel channel = users(directory)) {
      return lock(channel).isPresent();
    }
  }

  private static FileChannel users(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve("users"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /** The runs that a store is found by. */
  static List<RunId> remembered(Path directory) throws IOException {
    Path runs = directory.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(runs)) {
      return files.flatMap(file -> RunId.found(file.getFileName().toString()).stream()).toList();
    }
  }

  /** Of a run that was removed, or that there is no record of. */
  public static void forget(Path directory, RunId run) throws IOException {
    Files.deleteIfExists(directory.resolve("runs").resolve(run.value()));
  }

  static boolean remembers(Path directory, RunId run) {
    return Files.exists(directory.resolve("runs").resolve(run.value()));
  }

  /** Lets other processes use the services of this store as long as it is open. */
  public void publish(LocalServices services) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("processes", services.pids());
    content.put("settings", services.settings());
    Directories.writePrivate(directory.resolve(SERVICES), JsonText.of(content));
  }

  /** Before the services end: nobody begins to use them from now on. Needs no room on the disk. */
  public void withdraw() throws IOException {
    Path services = directory.resolve(SERVICES);
    if (Files.exists(services)) {
      Files.move(
          services,
          directory.resolve(ENDING),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The settings that the process which has the store publishes; empty if not yet or no more. */
  public static Optional<Map<String, String>> published(Path directory) throws IOException {
    Path file = directory.resolve(SERVICES);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> settings = new LinkedHashMap<>();
    JSON.readTree(file.toFile())
        .path("settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return Optional.of(settings);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory.resolve(SERVICES));
    Files.deleteIfExists(directory.resolve(ENDING));
    channel.close();
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // this very process has it
    }
  }

  private void awaitLastServices() throws IOException {
    awaitServices(directory.resolve(SERVICES));
    awaitServices(directory.resolve(ENDING));
  }

  private void awaitServices(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    JsonNode processes = JSON.readTree(file.toFile()).path("processes");
    List<ProcessHandle> running =
        java.util.stream.StreamSupport.stream(processes.spliterator(), false)
            .flatMap(pid -> ProcessHandle.of(pid.asLong()).stream())
            .filter(this::isOurs)
            .toList();
    for (ProcessHandle process : running) {
      try {
        process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        process.destroyForcibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    Files.deleteIfExists(file);
  }

  /** Ids of processes are used again; ours name the directory in their arguments. */
  private boolean isOurs(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(
            arguments ->
                List.of(arguments).stream().anyMatch(a -> a.startsWith(directory.toString())))
        .orElse(false);
  }
}
