package dev.batchline.storage;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.plan.LocalFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Brings files to Storage under the hash of their content, many at a time. */
final class ObjectUploader {

  private static final int FILES_AT_ONCE = 16;
  private static final int LOOKS_AT_ONCE = 24;
  private static final int BLOCKS_AT_ONCE = 16;

  /** As many files as it takes for a page of a listing, of 5,000 blobs, to be worth its call. */
  private static final int FILES_PER_PAGE = 100;

  private final BlobContainerClient container;
  private final String location;

  ObjectUploader(BlobContainerClient container, String location) {
    this.container = container;
    this.location = location;
  }

  /** Hashes of the files that are not there, in order. */
  Set<String> missing(Collection<LocalFile> files) {
    Map<String, LocalFile> byHash = new LinkedHashMap<>();
    files.forEach(file -> byHash.putIfAbsent(file.sha256(), file));
    boolean complete =
        StorageErrors.call("look for files in Storage", location, () -> dropListed(byHash));
    return complete ? new TreeSet<>(byHash.keySet()) : missingOf(byHash);
  }

  /** A call for each. */
  private Set<String> missingOf(Map<String, LocalFile> byHash) {
    List<Callable<Boolean>> looks = new ArrayList<>();
    byHash.values().forEach(file -> looks.add(() -> isThere(file)));
    try (Workers workers = new Workers("batchline-look", LOOKS_AT_ONCE)) {
      List<Boolean> there = all(workers.executor(), looks);
      Set<String> missing = new TreeSet<>();
      List<String> hashes = List.copyOf(byHash.keySet());
      for (int i = 0; i < hashes.size(); i++) {
        if (!there.get(i)) {
          missing.add(hashes.get(i));
        }
      }
      return missing;
    }
  }

  /**
   * Takes out what a listing shows to be there: one call for thousands of files, if there are not
   * many others.
   *
   * @return whether that was all there is; else the rest must be looked at one by one
   */
  private boolean dropListed(Map<String, LocalFile> byHash) {
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
        drop(next, byHash);
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

  private static void drop(PagedResponse<BlobItem> page, Map<String, LocalFile> byHash) {
    for (BlobItem item : page.getValue()) {
      String hash = item.getName().substring(Layout.OBJECTS.length());
      LocalFile file = byHash.get(hash);
      if (file != null && item.getProperties().getContentLength() == file.size()) {
        byHash.remove(hash);
      }
    }
  }

  boolean upload(List<LocalFile> files, UploadListener listener, Interruption interruption) {
    Set<String> missing = missing(files);
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
  private boolean isThere(LocalFile file) {
    return StorageErrors.call(
        "look for " + file.path() + " in Storage",
        location,
        () -> {
          try {
            BlobProperties found =
                container.getBlobClient(Layout.object(file.sha256())).getProperties();
            return found.getBlobSize() == file.size();
          } catch (BlobStorageException e) {
            if (StorageErrors.isAbsent(e)) {
              return false;
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
