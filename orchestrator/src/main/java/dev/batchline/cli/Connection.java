package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.LocalServices;
import dev.batchline.cli.local.LocalStore;
import dev.batchline.cli.local.LocalStores;
import dev.batchline.cli.local.ServicesKeeper;
import dev.batchline.cli.local.StoreRoom;
import dev.batchline.run.Pace;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSettings;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import dev.batchline.target.azurebatch.AzureBatchSettings;
import dev.batchline.target.azurebatch.AzureBatchTarget;
import dev.batchline.target.azurebatch.EntraId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Storage and Batch as one command uses them: on Azure, or on this machine with services that it
 * starts and ends.
 */
final class Connection implements AutoCloseable {

  /** How many times faster than Azure a local pool boots and scales. */
  static final double LOCAL_PACE = 60;

  /** How long another process may take to start or end its services. */
  private static final Duration CHANGE_OF_SERVICES = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Surroundings surroundings;
  private final Map<String, String> environment;
  private final FileStore files;
  private final Deque<AutoCloseable> resources;
  private final Optional<LocalStore> store;
  private final boolean local;
  private final boolean knowsBatch;
  private Optional<Path> borrowed = Optional.empty();

  private Connection(
      Surroundings surroundings,
      Map<String, String> environment,
      StorageSettings storage,
      Deque<AutoCloseable> resources,
      Optional<LocalStore> store,
      boolean knowsBatch) {
    this.surroundings = surroundings;
    this.knowsBatch = knowsBatch;
    this.environment = Map.copyOf(environment);
    this.files = FileStore.open(storage, surroundings.timeline());
    this.resources = resources;
    this.resources.push(files);
    this.store = store;
    this.local = store.isPresent();
  }

  /**
   * What a command says about where it wants to go.
   *
   * @param emulator more options of the emulator that it starts
   * @param detached whether services go on when this process ends
   */
  record Wish(
      ConnectionOptions options,
      boolean local,
      boolean withBatch,
      List<String> emulator,
      boolean detached) {

    Wish {
      emulator = List.copyOf(emulator);
    }

    /** A wish for services that end with this process. */
    Wish(ConnectionOptions options, boolean local, boolean withBatch, List<String> emulator) {
      this(options, local, withBatch, emulator, false);
    }

    /** The same, for services that go on when this process ends. */
    Wish detached(boolean goOn) {
      return new Wish(options, local, withBatch, emulator, goOn);
    }

    /** A wish without quotas or faults. */
    Wish(ConnectionOptions options, boolean local, boolean withBatch) {
      this(options, local, withBatch, List.of());
    }
  }

  /** To Azure, or to a free local store with services of its own. */
  static Connection open(Surroundings surroundings, Console console, Wish wish)
      throws IOException, InterruptedException {
    if (!wish.local()) {
      return toAzure(surroundings, wish);
    }
    LocalStore store = new LocalStores(surroundings.home()).openFree();
    if (!wish.detached()) {
      return on(store, surroundings, console, wish);
    }
    store.close();
    return kept(store.directory(), surroundings, console, wish);
  }

  /** To where a run is: a run that a local store remembers is local, whether said so or not. */
  static Connection toRun(RunId run, Surroundings surroundings, Console console, Wish wish)
      throws IOException, InterruptedException {
    Optional<Path> directory = new LocalStores(surroundings.home()).find(run);
    if (directory.isPresent()) {
      return toStore(directory.get(), surroundings, console, wish);
    }
    if (wish.local()) {
      throw new RunException(
          Blame.USER,
          "find run " + run,
          "no local store has it",
          "List local runs with: batchline runs --local");
    }
    if (!StorageSettings.isNamed(wish.options().over(surroundings.environment()))) {
      throw new RunException(
          Blame.USER,
          "find run " + run,
          "this machine does not have it, and no account is named",
          "List the runs of this machine with: batchline runs --local\n"
              + "For a run on Azure set AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING.");
    }
    return toAzure(surroundings, wish);
  }

  /** To a local store: with its own services if nobody has it, else with those of who has. */
  static Connection toStore(Path directory, Surroundings surroundings, Console console, Wish wish)
      throws IOException, InterruptedException {
    Instant last = surroundings.timeline().now().plus(CHANGE_OF_SERVICES);
    while (true) {
      Optional<LocalStore> free = LocalStore.tryOpen(directory);
      if (free.isPresent() && wish.detached()) {
        free.get().close();
        return kept(directory, surroundings, console, wish);
      }
      if (free.isPresent()) {
        return on(free.get(), surroundings, console, wish);
      }
      Optional<Map<String, String>> published = LocalStore.published(directory);
      if (published.isPresent()) {
        if (wish.detached() && !LocalStore.isKept(directory)) {
          throw new RunException(
              Blame.USER,
              "detach from a run in the local store " + directory,
              "the process that has its services takes them along when it ends",
              "Try again when it has ended, or leave out --detach.");
        }
        Deque<AutoCloseable> resources = new ArrayDeque<>();
        resources.push(LocalStore.use(directory));
        return borrowed(directory, surroundings, published.get(), wish, resources);
      }
      if (surroundings.timeline().now().isAfter(last)) {
        throw new RunException(
            Blame.SERVICE,
            "use the local store " + directory,
            "another process is just starting or ending its services",
            "Try again in a few seconds.");
      }
      surroundings.timeline().sleep(LOOK_AGAIN);
    }
  }

  /** To services of a process in the background. */
  private static Connection kept(
      Path directory, Surroundings surroundings, Console console, Wish wish)
      throws IOException, InterruptedException {
    Deque<AutoCloseable> resources = new ArrayDeque<>();
    try {
      ServicesKeeper.Started keeper =
          new ServicesKeeper(surroundings, directory).start(console, wish.emulator());
      resources.push(keeper);
      resources.push(LocalStore.use(directory));
      return borrowed(directory, surroundings, keeper.settings(), wish, resources);
    } catch (IOException | InterruptedException | RuntimeException e) {
      close(resources);
      throw e;
    }
  }

  private static Connection borrowed(
      Path directory,
      Surroundings surroundings,
      Map<String, String> settings,
      Wish wish,
      Deque<AutoCloseable> resources) {
    Connection connection = connect(surroundings, settings, wish, resources, Optional.empty());
    connection.borrowed = Optional.of(directory);
    return connection;
  }

  private static Connection on(
      LocalStore store, Surroundings surroundings, Console console, Wish wish)
      throws IOException, InterruptedException {
    Deque<AutoCloseable> resources = new ArrayDeque<>();
    resources.push(store);
    try {
      Optional<LocalServices.Wish.Batch> batch =
          wish.withBatch()
              ? Optional.of(
                  new LocalServices.Wish.Batch(
                      0, LOCAL_PACE, false, Optional.empty(), wish.emulator()))
              : Optional.empty();
      LocalServices services =
          LocalServices.start(
              surroundings, console, new LocalServices.Wish(store.directory(), 0, batch));
      resources.push(services);
      store.publish(services);
      resources.push(store::withdraw);
      return connect(surroundings, services.settings(), wish, resources, Optional.of(store));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close(resources);
      throw e;
    }
  }

  private static Connection toAzure(Surroundings surroundings, Wish wish) throws IOException {
    Map<String, String> environment = wish.options().over(surroundings.environment());
    return connect(surroundings, environment, wish, new ArrayDeque<>(), Optional.empty());
  }

  private static Connection connect(
      Surroundings surroundings,
      Map<String, String> settings,
      Wish wish,
      Deque<AutoCloseable> resources,
      Optional<LocalStore> store) {
    Map<String, String> environment = new HashMap<>(surroundings.environment());
    environment.putAll(settings);
    StorageSettings storage = StorageSettings.of(settings, () -> EntraId.credential(environment));
    StorageSettings named =
        wish.options().container.isEmpty()
            ? storage
            : storage.withContainer(wish.options().container);
    boolean knowsBatch = !settings.getOrDefault("AZURE_BATCH_ENDPOINT", "").isBlank();
    return new Connection(surroundings, environment, named, resources, store, knowsBatch);
  }

  FileStore files() {
    return files;
  }

  /** Settings of Azure's services, for telemetry. */
  Map<String, String> environment() {
    return environment;
  }

  /** Whether this process has started the services, and ends them. */
  boolean local() {
    return local;
  }

  /** Whether it uses local services that another process has started, and may end at any time. */
  boolean borrowed() {
    return borrowed.isPresent();
  }

  /** Where the emulator of a local run shows it in a browser. */
  Optional<String> page(RunId run) {
    return local || borrowed()
        ? Optional.ofNullable(environment.get("AZURE_BATCH_ENDPOINT"))
            .map(endpoint -> endpoint + "/view/jobs/" + run)
        : Optional.empty();
  }

  Pace pace() {
    return local || borrowed() ? Pace.LOCAL : Pace.CLOUD;
  }

  /**
   * A failure told anew if a local run failed for want of room on the disk, or because the process
   * whose services this one used has ended.
   */
  RuntimeException explain(RuntimeException failure) throws IOException {
    Optional<Path> directory = store.map(LocalStore::directory).or(() -> borrowed);
    if (directory.isEmpty() || !(failure instanceof RunException known)) {
      return failure;
    }
    boolean gone = borrowed() && LocalStore.published(directory.get()).isEmpty();
    return gone && known.blame() == Blame.SERVICE
        ? new RunException(
            Blame.SERVICE,
            known.action(),
            "the process that had the services of this machine's runs has just ended",
            "Try again: the command starts them itself then.",
            known)
        : StoreRoom.of(directory.get()).explain(known);
  }

  /** What is done with it, with failures as {@link #explain} tells them. */
  interface Work {
    void go() throws IOException, InterruptedException;
  }

  void explaining(Work work) throws IOException, InterruptedException {
    try {
      work.go();
    } catch (RunException e) {
      throw explain(e);
    }
  }

  /** Makes a local run findable by its id alone. */
  void remember(RunId run) throws IOException {
    if (store.isPresent()) {
      store.get().remember(run);
    } else if (borrowed.isPresent()) {
      LocalStore.remember(borrowed.get(), run);
      if (LocalStore.isKept(borrowed.get())) {
        LocalStore.keep(borrowed.get(), run);
      }
    }
  }

  /** Of a local run that there is no record of, or none any more. */
  void forget(RunId run) throws IOException {
    Optional<Path> directory = store.map(LocalStore::directory).or(() -> borrowed);
    if (directory.isPresent()) {
      LocalStore.forget(directory.get(), run);
    }
  }

  /** The Batch account; closed with this. */
  AzureBatchTarget target() {
    AzureBatchTarget target =
        new AzureBatchTarget(
            AzureBatchSettings.fromEnvironment(environment), surroundings.timeline());
    resources.push(target);
    return target;
  }

  /**
   * The Batch account for who only looks: it gives up soon; closed with this.
   *
   * @return empty where no account is named, or for a local run whose services don't run
   */
  Optional<AzureBatchAccount> account() {
    if (!knowsBatch) {
      return Optional.empty();
    }
    AzureBatchAccount account =
        new AzureBatchAccount(
            AzureBatchSettings.fromEnvironment(environment), surroundings.timeline());
    resources.push(account);
    return Optional.of(account);
  }

  /** In the reverse order of opening: clients before the services they use. */
  @Override
  public void close() {
    close(resources);
  }

  private static void close(Deque<AutoCloseable> resources) {
    RuntimeException first = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        RuntimeException failure =
            e instanceof RuntimeException unchecked
                ? unchecked
                : e instanceof IOException io
                    ? new UncheckedIOException(io)
                    : new IllegalStateException(e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
