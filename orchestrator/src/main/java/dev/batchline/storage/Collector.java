package dev.batchline.storage;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Copies outputs and logs of a run to a directory and lists the outputs in the manifest.
 *
 * <p>Storage is listed page by page, and the manifest is written as it goes: memory doesn't grow
 * with the number of files. Doing it again copies only what is missing.
 */
public final class Collector {

  private static final String OUTPUT = "output/";
  private static final String LOGS = "logs/";
  private static final int COPIES_AT_ONCE = 12;
  private static final int REFUSALS_TOLD = 20;

  private final RunStore store;
  private final Path directory;
  private final Function<String, OptionalInt> attemptOfTask;
  private final Consumer<CollectProgress> listener;
  private final boolean windows;
  private final List<String> refused = new ArrayList<>();
  private long refusedCount;
  private long files;
  private long bytes;
  private long copiedFiles;
  private long copiedBytes;

  /**
   * @param attemptOfTask the number of the attempt that succeeded, by the task's id; outputs of
   *     other tasks stay in Storage
   */
  public Collector(
      RunStore store,
      Path directory,
      Function<String, OptionalInt> attemptOfTask,
      Consumer<CollectProgress> listener) {
    this.store = store;
    this.directory = directory;
    this.attemptOfTask = attemptOfTask;
    this.listener = listener;
    this.windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
  }

  /** A file, and the copy of it that is on its way. */
  private record Copy(StoredFile file, Future<String> sha256) {}

  private record Output(String task, int attempt) {}

  /**
   * @return what was copied; empty when it was interrupted before all was
   * @throws RunException if Storage fails, or the disk; doing it again goes on
   */
  public Optional<Collected> collect(Interruption interruption) {
    Path manifest = directory.resolve("manifest.json");
    Path part = directory.resolve("manifest.json.part");
    try (Workers workers = new Workers("batchline-collect", COPIES_AT_ONCE)) {
      Files.createDirectories(directory);
      try (JsonGenerator json =
          new JsonMapper().createGenerator(part.toFile(), JsonEncoding.UTF8)) {
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("run", store.id().value());
        json.writeArrayFieldStart("outputs");
        store.list(OUTPUT, page -> copyOutputs(page, workers, json, interruption));
        json.writeEndArray();
        json.writeNumberField("files", files);
        json.writeNumberField("bytes", bytes);
        json.writeEndObject();
      }
      store.list(LOGS, page -> copyLogs(page, workers, interruption));
      if (interruption.requested()) {
        return Optional.empty();
      }
      Files.move(part, manifest, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      part.toFile().delete();
    }
    store.writeManifest(manifest);
    return Optional.of(new Collected(files, bytes, refused, refusedCount));
  }

  private void copyOutputs(
      List<StoredFile> page, Workers workers, JsonGenerator json, Interruption interruption) {
    List<Copy> copies = new ArrayList<>();
    for (StoredFile file : page) {
      if (!interruption.requested() && outputOf(file).isPresent()) {
        start(file, workers).ifPresent(copies::add);
      }
    }
    try {
      for (Copy copy : copies) {
        String sha256 = await(copy);
        Output output = outputOf(copy.file()).orElseThrow();
        files++;
        bytes += copy.file().size();
        json.writeStartObject();
        json.writeStringField("path", copy.file().name());
        json.writeNumberField("size", copy.file().size());
        json.writeStringField("sha256", sha256);
        json.writeStringField("task", output.task());
        json.writeNumberField("attempt", output.attempt());
        json.writeEndObject();
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void copyLogs(List<StoredFile> page, Workers workers, Interruption interruption) {
    List<Copy> copies = new ArrayList<>();
    for (StoredFile file : page) {
      if (!interruption.requested()) {
        start(file, workers).ifPresent(copies::add);
      }
    }
    copies.forEach(this::await);
  }

  private Optional<Copy> start(StoredFile file, Workers workers) {
    Optional<String> problem = SafePath.problem(file.name(), windows);
    if (problem.isPresent()) {
      refuse(file, problem.get());
      return Optional.empty();
    }
    Download download = new Download(store, file, directory);
    return Optional.of(new Copy(file, workers.executor().submit(download::run)));
  }

  private void refuse(StoredFile file, String problem) {
    refusedCount++;
    if (refused.size() < REFUSALS_TOLD) {
      refused.add("\"" + printable(file.name()) + "\": " + problem);
    }
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private String await(Copy copy) {
    try {
      String sha256 = copy.sha256().get();
      copiedFiles++;
      copiedBytes += copy.file().size();
      listener.accept(new CollectProgress(copiedFiles, copiedBytes));
      return sha256;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "copy outputs", "it was interrupted", "", e);
    }
  }

  private Optional<Output> outputOf(StoredFile file) {
    int slash = file.name().indexOf('/', OUTPUT.length());
    if (slash < 0) {
      return Optional.empty();
    }
    String task = file.name().substring(OUTPUT.length(), slash);
    OptionalInt attempt = attemptOfTask.apply(task);
    return attempt.isPresent()
        ? Optional.of(new Output(task, attempt.getAsInt()))
        : Optional.empty();
  }

  private RunException unwritable(IOException e) {
    return new RunException(
        Blame.SERVICE,
        "write to " + directory,
        e.getClass().getSimpleName() + ": " + e.getMessage(),
        "Outputs are safe in Storage; copy them with: batchline collect "
            + store.id()
            + " --to DIR",
        e);
  }
}
