package dev.batchline.storage;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.plan.LocalFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Brings files to Storage under the hash of their content, many at a time.
 *
 * <p>What is there is not sent again. If it has been there for long it is touched instead: who
 * cleans removes only what has not changed for a day, under that condition, so that either the
 * touch comes first and the object stays, or the removal does and it is sent.
 */
final class ObjectUploader {

  private static final int FILES_AT_ONCE = 16;
  private static final int LOOKS_AT_ONCE = 24;
  private static final int BLOCKS_AT_ONCE = 16;

  /** As many files as it takes for a page of a listing, of 5,000 blobs, to be worth its call. */
  private static final int FILES_PER_PAGE = 100;

  /** Well below the age at which an object that no run refers to may be removed. */
  private static final Duration YOUNG = Duration.ofHours(12);

  private final BlobContainerClient container;
  private final String location;
  private final Instant now;

  /** Whether an answer has shown that the container is there. */
  private final AtomicBoolean containerSeen = new AtomicBoolean();

  ObjectUploader(BlobContainerClient container, String location, Instant now) {
    this.container = container;
    this.location = location;
    this.now = now;
  }

  /** Hashes of the files that are not there, in order. */
  Set<String> missing(Collection<LocalFile> files) {
    Set<String> missing = new TreeSet<>();
    files.forEach(file -> missing.add(file.sha256()));
    missing.removeAll(present(files).keySet());
    return missing;
  }

  /** When the files that are there were last changed, by hash. */
  private Map<String, Instant> present(Collection<LocalFile> files) {
    Map<String, LocalFile> byHash = new LinkedHashMap<>();
    files.forEach(file -> byHash.putIfAbsent(file.sha256(), file));
    Map<String, Instant> present = new HashMap<>();
    boolean complete =
        StorageErrors.call(
            "look for files in Storage", location, () -> takeListed(byHash, present));
    if (!complete) {
      look(byHash, present);
    }
    return present;
  }

  /** A call for each. */
  private void look(Map<String, LocalFile> byHash, Map<String, Instant> present) {
    List<String> hashes = List.copyOf(byHash.keySet());
    List<Optional<Instant>> found =
        eachOf(
            hashes, "batchline-look", hash -> modified(Objects.requireNonNull(byHash.get(hash))));
    for (int i = 0; i < hashes.size(); i++) {
      String hash = hashes.get(i);
      found.get(i).ifPresent(modified -> present.put(hash, modified));
    }
  }

  /**
   * Takes what a listing shows to be there: one call for thousands of files, if there are not many
   * others.
   *
   * @return whether that was all there is; else the rest must be looked at one by one
   */
  private boolean takeListed(Map<String, LocalFile> byHash, Map<String, Instant> present) {
    int pages = byHash.size() / FILES_PER_PAGE;
    if (pages == 0) {
      return byHash.isEmpty();
    }
    ListBlobsOptions options = new ListBlobsOptions().setPrefix(Layout.OBJECTS);
    try {
      Iterator<PagedResponse<BlobItem>> listed =
          container.listBlobs(options, null).iterableByPage().iterator();
      for (int page = 0; page < pages && !byHash.isEmpty(); page++) {
        PagedResponse<BlobItem> next = listed.next();
        containerSeen.set(true);
        take(next, byHash, present);
        if (next.getContinuationToken() == null || next.getContinuationToken().isEmpty()) {
          return true;
        }
      }
      return byHash.isEmpty();
    } catch (BlobStorageException e) {
      if (StorageErrors.isAbsent(e)) {
        return true;
      }
      throw e;
    }
  }

  private static void take(
      PagedResponse<BlobItem> page, Map<String, LocalFile> byHash, Map<String, Instant> present) {
    for (BlobItem item : page.getValue()) {
      String hash = item.getName().substring(Layout.OBJECTS.length());
      LocalFile file = byHash.get(hash);
      if (file != null && item.getProperties().getContentLength() == file.size()) {
        byHash.remove(hash);
        present.put(hash, item.getProperties().getLastModified().toInstant());
      }
    }
  }

  /** Hashes of files that must be sent; those that are there are there for another day. */
  private Set<String> toSend(Collection<LocalFile> files) {
    Set<String> send = new TreeSet<>();
    files.forEach(file -> send.add(file.sha256()));
    Map<String, Instant> present = present(files);
    send.removeAll(present.keySet());
    Instant limit = now.minus(YOUNG);
    List<String> old =
        present.entrySet().stream()
            .filter(each -> each.getValue().isBefore(limit))
            .map(Map.Entry::getKey)
            .toList();
    List<Boolean> touched = eachOf(old, "batchline-touch", this::touch);
    for (int i = 0; i < old.size(); i++) {
      if (!touched.get(i)) {
        send.add(old.get(i));
      }
    }
    return send;
  }

  /** False when it has just been removed. */
  private boolean touch(String hash) {
    return StorageErrors.call(
        "keep an object",
        location,
        () -> {
          try {
            container.getBlobClient(Layout.object(hash)).setMetadata(Map.of());
            return true;
          } catch (BlobStorageException e) {
            if (StorageErrors.isAbsent(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  private static <T> List<T> eachOf(List<String> hashes, String name, Function<String, T> call) {
    if (hashes.isEmpty()) {
      return List.of();
    }
    try (Workers workers = new Workers(name, LOOKS_AT_ONCE)) {
      List<Callable<T>> calls = new ArrayList<>();
      hashes.forEach(hash -> calls.add(() -> call.apply(hash)));
      return all(workers.executor(), calls);
    }
  }

  boolean upload(List<LocalFile> files, UploadListener listener, Interruption interruption) {
    Set<String> missing = toSend(files);
    if (!missing.isEmpty() && !containerSeen.get()) {
      StorageErrors.run(
          "create container " + container.getBlobContainerName(),
          location,
          container::createIfNotExists);
    }
    UploadMeter meter = new UploadMeter(files, missing, listener);
    List<Callable<Boolean>> uploads = new ArrayList<>();
    try (Workers blockWorkers = new Workers("batchline-block", BLOCKS_AT_ONCE);
        Workers fileWorkers = new Workers("batchline-upload", FILES_AT_ONCE)) {
      BlockUpload upload =
          new BlockUpload(blockWorkers.executor(), BLOCKS_AT_ONCE, meter::sent, interruption);
      for (LocalFile file : files) {
        if (missing.remove(file.sha256())) {
          uploads.add(
              () -> {
                boolean done = send(upload, file);
                if (done) {
                  meter.fileDone();
                }
                return done;
              });
        }
      }
      return all(fileWorkers.executor(), uploads).stream().allMatch(done -> done);
    }
  }

  private boolean send(BlockUpload upload, LocalFile file) {
    return StorageErrors.call(
        "upload " + file.path(),
        location,
        () ->
            upload.send(
                file, container.getBlobClient(Layout.object(file.sha256())).getBlockBlobClient()));
  }

  /** Of another size it would be damaged, and is written anew. */
  private Optional<Instant> modified(LocalFile file) {
    return StorageErrors.call(
        "look for " + file.path() + " in Storage",
        location,
        () -> {
          try {
            BlobProperties found =
                container.getBlobClient(Layout.object(file.sha256())).getProperties();
            containerSeen.set(true);
            return found.getBlobSize() == file.size()
                ? Optional.of(found.getLastModified().toInstant())
                : Optional.empty();
          } catch (BlobStorageException e) {
            if (StorageErrors.isAbsent(e)) {
              containerSeen.compareAndSet(false, StorageErrors.is(e, BlobErrorCode.BLOB_NOT_FOUND));
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Results in the order of the calls; the first failure in that order is thrown. */
  private static <T> List<T> all(ExecutorService executor, List<Callable<T>> calls) {
    List<Future<T>> futures = new ArrayList<>();
    calls.forEach(call -> futures.add(executor.submit(call)));
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    } catch (ExecutionException e) {
      executor.shutdownNow();
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "reach Azure Storage", "it was interrupted", "", e);
    }
    return results;
  }
}
