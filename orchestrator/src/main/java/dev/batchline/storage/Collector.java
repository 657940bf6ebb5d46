package dev.batchline.storage;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.Disk;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Copies outputs and logs of a run to a directory and lists the outputs in the manifest.
 *
 * <p>Storage is listed page by page while copies go on, and the manifest is written as it goes:
 * memory doesn't grow with the number of files. Doing it again copies only what is missing or not
 * what it should be.
 */
public final class Collector {

  private static final String OUTPUT = "output/";
  private static final String LOGS = "logs/";
  private static final int COPIES_AT_ONCE = 16;

  /** How many copies are under way or wait for their line in the manifest. */
  private static final int COPIES_AHEAD = 2000;

  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private static final int REFUSALS_TOLD = 20;
  private static final int DAMAGES_TOLD = 5;

  private final List<Source> sources;
  private final RunStore store;
  private final Path directory;
  private final Consumer<CollectProgress> listener;
  private final boolean windows;
  private final List<String> refused = new ArrayList<>();
  private final Deque<Copy> copies = new ArrayDeque<>();
  private final List<String> damaged = new ArrayList<>();
  private NamesSoFar names = new NamesSoFar();
  private long refusedCount;
  private long damagedCount;
  private long files;
  private long bytes;
  private long copiedFiles;
  private long copiedBytes;
  private long fetchedFiles;

  /**
   * Where outputs lie.
   *
   * @param attemptOfTask the number of the attempt of this run that made a task's outputs, by the
   *     task's id; outputs of other tasks stay in Storage
   */
  public record Source(RunStore store, Function<String, OptionalInt> attemptOfTask) {}

  /**
   * @param sources the run's own files first, then those of runs whose results it took over
   */
  public Collector(List<Source> sources, Path directory, Consumer<CollectProgress> listener) {
    this.sources = List.copyOf(sources);
    this.store = sources.get(0).store();
    this.directory = directory;
    this.listener = listener;
    this.windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
  }

  /** A file, and the copy of it that is on its way. */
  private record Copy(StoredFile file, Output output, Future<Download.Done> done) {}

  /** What an output is of; a log has no task here. */
  private record Output(String run, String task, int attempt) {}

  private static final Output LOG = new Output("", "", 0);

  /**
   * @return what was copied; empty when it was interrupted before all was
   * @throws RunException if Storage fails, or the disk; doing it again goes on
   */
  public Optional<Collected> collect(Interruption interruption) {
    Path manifest = directory.resolve("manifest.json");
    Path part = directory.resolve("manifest.json.part");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw unwritable(e);
    }
    try (CopyParts parts = CopyParts.open(directory);
        Workers workers = new Workers("batchline-collect", COPIES_AT_ONCE);
        Workers ranges = new Workers("batchline-range", COPIES_AT_ONCE)) {
      try (JsonGenerator json =
          new JsonMapper().createGenerator(part.toFile(), JsonEncoding.UTF8)) {
        Download.Way places = new Download.Way(directory, parts, ranges.executor());
        copyAll(new Way(json, workers, interruption, places));
      }
      Files.move(part, manifest, StandardCopyOption.REPLACE_EXISTING);
      parts.complete();
    } catch (IOException e) {
      throw unwritable(e);
    } catch (RunException | CancellationException e) {
      if (interruption.requested()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      part.toFile().delete();
    }
    store.writeManifest(manifest);
    requireUndamaged();
    return Optional.of(new Collected(files, bytes, refused, refusedCount, fetchedFiles));
  }

  /** What could be copied is there, and the manifest lists what should be. */
  private void requireUndamaged() {
    if (damaged.isEmpty()) {
      return;
    }
    String tasks =
        damaged.stream()
            .map(name -> name.split("/", 3)[1])
            .distinct()
            .collect(joining(" --tasks "));
    throw new RunException(
        Blame.SERVICE,
        "copy " + String.join(", ", damaged) + (damagedCount > damaged.size() ? ", …" : ""),
        "what Storage has is not what the run's manifest lists: someone changed or removed it since",
        "All else is copied. Run what made it again with: batchline rerun "
            + store.id()
            + " --tasks "
            + tasks);
  }

  private void copyAll(Way way) throws IOException {
    JsonGenerator json = way.json();
    json.useDefaultPrettyPrinter();
    json.writeStartObject();
    json.writeStringField("run", store.id().value());
    json.writeArrayFieldStart("outputs");
    List<String> runs = sources.stream().map(source -> source.store().id().value()).toList();
    Map<String, RunStore> stores = new HashMap<>();
    sources.forEach(source -> stores.put(source.store().id().value(), source.store()));
    LostOutputs lost = new LostOutputs(stores, entry -> lost(entry, way));
    try (KnownHashes hashes = KnownHashes.of(store, runs, lost)) {
      for (Source source : sources) {
        copyOutputs(source, way, hashes);
      }
    }
    json.writeEndArray();
    json.writeNumberField("files", files);
    json.writeNumberField("bytes", bytes);
    json.writeEndObject();
    copyLogs(way);
  }

  /** What copies need on their way. */
  private record Way(
      JsonGenerator json, Workers workers, Interruption interruption, Download.Way places) {

    void requireWanted() {
      if (interruption.requested()) {
        throw new CancellationException();
      }
    }
  }

  private void copyOutputs(Source source, Way way, KnownHashes hashes) throws IOException {
    if (source.store() != store && !source.store().keepsFiles()) {
      hashes.skip(source.store().id().value());
      refuse("output/", "the outputs of run " + source.store().id() + " are no longer in Storage");
      return;
    }
    names = new NamesSoFar();
    source
        .store()
        .list(
            OUTPUT,
            page -> {
              for (StoredFile file : page) {
                outputOf(source, file)
                    .ifPresent(output -> start(source, file, output, hashes, way));
              }
            });
    try {
      hashes.endOf(source.store().id().value());
    } catch (IOException e) {
      throw unreadable(e);
    }
    awaitAllBut(0, way);
  }

  /** What the manifest lists it goes on listing, so that nobody takes it for complete. */
  private void lost(ManifestEntries.Entry entry, Way way) {
    if (!entry.path().startsWith(OUTPUT)) {
      return; // not written by this
    }
    StoredFile file = new StoredFile(entry.path(), entry.size(), Instant.EPOCH, Optional.empty());
    copies.add(
        new Copy(
            file,
            new Output(entry.run(), entry.task(), entry.attempt()),
            CompletableFuture.completedFuture(new Download.Done.Damaged(entry.sha256()))));
    awaitAllBut(COPIES_AHEAD, way);
  }

  private void copyLogs(Way way) throws IOException {
    names = new NamesSoFar();
    store.list(LOGS, page -> page.forEach(file -> start(store, file, LOG, Optional.empty(), way)));
    awaitAllBut(0, way);
  }

  private void start(Source source, StoredFile file, Output output, KnownHashes hashes, Way way) {
    try {
      start(source.store(), file, output, hashes.sha256(output.run(), file), way);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private RunException unreadable(IOException e) {
    return new RunException(
        Blame.SERVICE,
        "read the manifest of run " + store.id(),
        e.getClass().getSimpleName() + ": " + e.getMessage(),
        "Collect again.",
        e);
  }

  private void start(
      RunStore from, StoredFile file, Output output, Optional<String> sha256, Way way) {
    way.requireWanted();
    Optional<String> problem = SafePath.problem(file.name(), windows);
    problem = problem.isPresent() ? problem : names.problem(file.name());
    if (problem.isPresent()) {
      refuse(file.name(), problem.get());
      return;
    }
    Download download = new Download(from, file, sha256, way.places());
    copies.add(new Copy(file, output, way.workers().executor().submit(download::run)));
    awaitAllBut(COPIES_AHEAD, way);
  }

  private void refuse(String name, String problem) {
    refusedCount++;
    if (refused.size() < REFUSALS_TOLD) {
      refused.add("\"" + printable(name) + "\": " + problem);
    }
  }

  private void damage(String name) {
    damagedCount++;
    if (damaged.size() < DAMAGES_TOLD) {
      damaged.add(printable(name));
    }
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private void awaitAllBut(int most, Way way) {
    while (copies.size() > most) {
      way.requireWanted();
      Copy copy = copies.remove();
      Download.Done done = await(copy, way);
      if (done instanceof Download.Done.Refused because) {
        refuse(copy.file().name(), because.reason());
        continue;
      }
      copiedFiles++;
      copiedBytes += copy.file().size();
      if (done instanceof Download.Done.Damaged manifest) {
        damage(copy.file().name());
        list(copy, manifest.sha256(), way.json());
      } else if (!copy.output().task().isEmpty() && done instanceof Download.Done.Copied copied) {
        fetchedFiles += copied.fetched() ? 1 : 0;
        list(copy, copied.sha256(), way.json());
      }
      listener.accept(new CollectProgress(copiedFiles, copiedBytes));
    }
  }

  private void list(Copy copy, String sha256, JsonGenerator json) {
    files++;
    bytes += copy.file().size();
    try {
      json.writeStartObject();
      json.writeStringField("path", copy.file().name());
      json.writeNumberField("size", copy.file().size());
      json.writeStringField("sha256", sha256);
      json.writeStringField("task", copy.output().task());
      json.writeNumberField("attempt", copy.output().attempt());
      json.writeStringField("run", copy.output().run());
      json.writeEndObject();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Looks up from time to time: a large file takes long, and who interrupts won't wait for it. */
  private static Download.Done await(Copy copy, Way way) {
    try {
      while (true) {
        try {
          return copy.done().get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          way.requireWanted();
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "copy outputs", "it was interrupted", "", e);
    }
  }

  private static Optional<Output> outputOf(Source source, StoredFile file) {
    int slash = file.name().indexOf('/', OUTPUT.length());
    if (slash < 0) {
      return Optional.empty();
    }
    String task = file.name().substring(OUTPUT.length(), slash);
    OptionalInt attempt = source.attemptOfTask().apply(task);
    return attempt.isPresent()
        ? Optional.of(new Output(source.store().id().value(), task, attempt.getAsInt()))
        : Optional.empty();
  }

  private RunException unwritable(IOException e) {
    boolean full = Disk.isFull(directory);
    return new RunException(
        full ? Blame.CAPACITY : Blame.SERVICE,
        "write to " + directory,
        full ? "the disk is full" : e.getClass().getSimpleName() + ": " + e.getMessage(),
        "Outputs are safe in Storage; copy them with: batchline collect "
            + store.id()
            + " --to DIR",
        e);
  }
}
