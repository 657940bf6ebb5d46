package dev.batchline.storage;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.BlobContainerListDetails;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobContainersOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Cleaning in Azure Storage. */
final class BlobSweep implements StorageSweep {

  /** Metadata of a run's container: its run, and the container that has its record. */
  static final String RUN = "batchlinerun";

  static final String RECORDS = "batchlinerecords";

  private static final int PAGE = 1000;
  private static final int PRECONDITION_FAILED = 412;
  private static final int PLANS_AT_ONCE = 8;
  private static final int REMOVALS_AT_ONCE = 24;
  private static final Pattern HASH = Pattern.compile("\"sha256\"\\s*:\\s*\"([0-9a-f]{64})\"");

  private final BlobServiceClient service;
  private final BlobContainerClient shared;

  BlobSweep(BlobServiceClient service, BlobContainerClient shared) {
    this.service = service;
    this.shared = shared;
  }

  @Override
  public List<RunContainer> containers() {
    return StorageErrors.call(
        "list containers",
        service.getAccountUrl(),
        () -> {
          ListBlobContainersOptions options =
              new ListBlobContainersOptions()
                  .setPrefix(Layout.RUN_CONTAINERS)
                  .setDetails(new BlobContainerListDetails().setRetrieveMetadata(true));
          List<RunContainer> found = new ArrayList<>();
          service.listBlobContainers(options, null).forEach(c -> ours(c).ifPresent(found::add));
          return found;
        });
  }

  private Optional<RunContainer> ours(BlobContainerItem item) {
    Map<String, String> metadata = item.getMetadata() == null ? Map.of() : item.getMetadata();
    String run = metadata.getOrDefault(RUN, "");
    boolean here = shared.getBlobContainerName().equals(metadata.get(RECORDS));
    return here && item.getName().equals(Layout.RUN_CONTAINERS + run)
        ? RunId.found(run)
            .map(id -> new RunContainer(id, item.getProperties().getLastModified().toInstant()))
        : Optional.empty();
  }

  @Override
  public void objects(Consumer<List<StoredFile>> page) {
    StorageErrors.run(
        "list objects",
        shared.getBlobContainerUrl(),
        () -> {
          ListBlobsOptions options =
              new ListBlobsOptions().setPrefix(Layout.OBJECTS).setMaxResultsPerPage(PAGE);
          try {
            for (PagedResponse<BlobItem> each : shared.listBlobs(options, null).iterableByPage()) {
              page.accept(each.getValue().stream().map(BlobSweep::object).toList());
            }
          } catch (BlobStorageException e) {
            if (!StorageErrors.isAbsent(e)) {
              throw e;
            }
          }
        });
  }

  private static StoredFile object(BlobItem item) {
    return new StoredFile(
        item.getName().substring(Layout.OBJECTS.length()),
        item.getProperties().getContentLength(),
        item.getProperties().getLastModified().toInstant(),
        Optional.empty());
  }

  @Override
  public Set<String> referenced(Collection<RunId> runs) {
    Set<String> hashes = new HashSet<>();
    List<Callable<Set<String>>> reads = new ArrayList<>();
    runs.forEach(run -> reads.add(() -> referenced(run)));
    results("read plans", PLANS_AT_ONCE, reads).forEach(hashes::addAll);
    return hashes;
  }

  /** The plan's lines are read as text: a million tasks' are gone through in seconds. */
  private Set<String> referenced(RunId run) {
    Set<String> hashes = new HashSet<>();
    StorageErrors.run(
        "read the plan of run " + run,
        shared.getBlobContainerUrl(),
        () -> {
          try (BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(
                      new GZIPInputStream(shared.getBlobClient(Layout.plan(run)).openInputStream()),
                      StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              Matcher hash = HASH.matcher(line);
              while (hash.find()) {
                hashes.add(hash.group(1));
              }
            }
          } catch (BlobStorageException e) {
            if (!StorageErrors.isAbsent(e)) {
              throw e;
            }
          } catch (IOException e) {
            throw new RunException(
                Blame.SERVICE,
                "read the plan of run " + run,
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "Nothing was removed: try again.",
                e);
          }
        });
    return hashes;
  }

  @Override
  public Set<String> removeObjects(Collection<StoredFile> listed) {
    List<StoredFile> objects = List.copyOf(listed);
    List<Callable<Boolean>> removals = new ArrayList<>();
    objects.forEach(object -> removals.add(() -> remove(object)));
    List<Boolean> gone = results("remove objects", REMOVALS_AT_ONCE, removals);
    Set<String> stay = new HashSet<>();
    for (int i = 0; i < objects.size(); i++) {
      if (!gone.get(i)) {
        stay.add(objects.get(i).name());
      }
    }
    return stay;
  }

  /** In the order of the calls; the first failure in that order is thrown. */
  private static <T> List<T> results(String action, int atOnce, List<Callable<T>> calls) {
    try (Workers workers = new Workers("batchline-clean", atOnce)) {
      List<Future<T>> futures = new ArrayList<>();
      calls.forEach(call -> futures.add(workers.executor().submit(call)));
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, action, "it was interrupted", "", e);
    }
  }

  /** False when it was touched since it was listed. */
  private boolean remove(StoredFile object) {
    return StorageErrors.call(
        "remove an object",
        shared.getBlobContainerUrl(),
        () -> {
          try {
            shared
                .getBlobClient(Layout.object(object.name()))
                .deleteIfExistsWithResponse(
                    DeleteSnapshotsOptionType.INCLUDE,
                    new BlobRequestConditions()
                        .setIfUnmodifiedSince(object.modified().atOffset(ZoneOffset.UTC)),
                    null,
                    Context.NONE);
            return true;
          } catch (BlobStorageException e) {
            if (e.getStatusCode() == PRECONDITION_FAILED) {
              return false;
            }
            throw e;
          }
        });
  }
}
