package dev.batchline.storage;

import static dev.batchline.storage.StorageErrors.call;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the nodes of one run write: outputs and logs, in a container of the run's own. */
final class BlobRunFiles {

  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private static final int PAGE = 1000;

  private final RunId run;
  private final BlobContainerClient own;

  BlobRunFiles(RunId run, BlobContainerClient own) {
    this.run = run;
    this.own = own;
  }

  void list(String prefix, Consumer<List<StoredFile>> page) {
    run(
        "list its files",
        () -> {
          ListBlobsOptions options =
              new ListBlobsOptions().setPrefix(prefix).setMaxResultsPerPage(PAGE);
          for (PagedResponse<BlobItem> each : own.listBlobs(options, null).iterableByPage()) {
            page.accept(each.getValue().stream().map(BlobRunFiles::stored).toList());
          }
        });
  }

  private static StoredFile stored(BlobItem item) {
    return new StoredFile(
        item.getName(),
        item.getProperties().getContentLength(),
        item.getProperties().getLastModified().toInstant(),
        Optional.ofNullable(item.getProperties().getContentMd5()).map(HexFormat.of()::formatHex));
  }

  InputStream open(String name) {
    return ask("read " + name, () -> own.getBlobClient(name).openInputStream());
  }

  void copy(StoredFile file, long from, long length, OutputStream to) {
    run("read " + file.name(), () -> copyPart(file, from, length, to));
  }

  /** A file without a hash is hashed by the service, part by part, to compare what arrives. */
  private void copyPart(StoredFile file, long from, long length, OutputStream to) {
    boolean compared = file.md5().isEmpty() && length <= RangedCopy.HASHED_RANGE;
    MessageDigest md5 = Digests.of("MD5");
    BlobRequestConditions unchanged =
        new BlobRequestConditions()
            .setIfUnmodifiedSince(OffsetDateTime.ofInstant(file.modified(), ZoneOffset.UTC));
    try {
      BlobDownloadResponse answer =
          own.getBlobClient(file.name())
              .downloadStreamWithResponse(
                  compared ? new DigestOutputStream(to, md5) : to,
                  new BlobRange(from, length),
                  null,
                  unchanged,
                  compared,
                  null,
                  Context.NONE);
      byte[] sent = answer.getDeserializedHeaders().getContentMd5();
      if (compared && sent != null && !Arrays.equals(sent, md5.digest())) {
        throw changed(
            file,
            "what arrived is not what Storage sent",
            new IOException("Content-MD5 of a part differs"));
      }
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == PRECONDITION_FAILED) {
        throw changed(file, "it was changed meanwhile", e);
      }
      throw e;
    }
  }

  private static RunException changed(StoredFile file, String reason, Exception cause) {
    return new RunException(
        Blame.SERVICE,
        "copy " + file.name(),
        reason,
        "Collect again; a task that still runs may be writing to it.",
        cause);
  }

  /** One call: how long the file is shows when the range begins behind its end. */
  Optional<byte[]> range(String name, long from, int most) {
    return ask(
        "read a part of " + name,
        () -> {
          try {
            return Optional.of(
                own.getBlobClient(name)
                    .downloadContentWithResponse(
                        null, null, new BlobRange(from, (long) most), false, null, Context.NONE)
                    .getValue()
                    .toBytes());
          } catch (BlobStorageException e) {
            return e.getStatusCode() == RANGE_NOT_SATISFIABLE
                ? Optional.of(new byte[0])
                : emptyIfAbsent(e);
          }
        });
  }

  OptionalLong size(String name) {
    return ask(
        "read how long " + name + " is",
        () -> {
          try {
            return OptionalLong.of(own.getBlobClient(name).getProperties().getBlobSize());
          } catch (BlobStorageException e) {
            emptyIfAbsent(e);
            return OptionalLong.empty();
          }
        });
  }

  Optional<byte[]> tail(String name, int bytes) {
    return ask(
        "read the end of " + name,
        () -> {
          try {
            BlobClient blob = own.getBlobClient(name);
            long size = blob.getProperties().getBlobSize();
            long from = Math.max(0, size - bytes);
            if (size == from) {
              return Optional.of(new byte[0]);
            }
            return Optional.of(
                blob.downloadContentWithResponse(
                        null, null, new BlobRange(from, size - from), false, null, Context.NONE)
                    .getValue()
                    .toBytes());
          } catch (BlobStorageException e) {
            return emptyIfAbsent(e);
          }
        });
  }

  void write(String name, byte[] content) {
    run("store " + name, () -> own.getBlobClient(name).upload(BinaryData.fromBytes(content), true));
  }

  boolean exist() {
    return ask("look for its container", own::exists);
  }

  String location() {
    return own.getBlobContainerUrl();
  }

  /**
   * @throws BlobStorageException the same, if it tells anything else
   */
  static Optional<byte[]> emptyIfAbsent(BlobStorageException e) {
    if (StorageErrors.isAbsent(e)) {
      return Optional.empty();
    }
    throw e;
  }

  private <T> T ask(String action, Supplier<T> work) {
    return call(action + " (run " + run + ")", own.getBlobContainerUrl(), work);
  }

  private void run(String action, Runnable work) {
    StorageErrors.run(action + " (run " + run + ")", own.getBlobContainerUrl(), work);
  }
}
