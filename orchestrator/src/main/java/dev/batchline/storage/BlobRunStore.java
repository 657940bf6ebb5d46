package dev.batchline.storage;

import static dev.batchline.storage.StorageErrors.call;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ConsistentReadControl;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.LeaseStateType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobContainerCreateOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.LocalFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run in Azure Storage: its record, plan, journal and reports, and its files. */
final class BlobRunStore implements RunStore {

  private final RunId id;
  private final BlobContainerClient shared;
  private final BlobContainerClient own;
  private final BlobRunFiles files;
  private final LinkSigner signer;

  /**
   * @param shared the container of all runs
   * @param own the container that this run's nodes write to
   */
  BlobRunStore(RunId id, BlobContainerClient shared, BlobContainerClient own, LinkSigner signer) {
    this.id = id;
    this.shared = shared;
    this.own = own;
    this.files = new BlobRunFiles(id, own);
    this.signer = signer;
  }

  @Override
  public RunId id() {
    return id;
  }

  @Override
  public void create(
      byte[] record, Path plan, List<LocalFile> uploads, Consumer<JournalAppender> beginning) {
    run("create its containers", shared::createIfNotExists);
    run(
        "create its containers",
        () ->
            own.createIfNotExistsWithResponse(
                new BlobContainerCreateOptions().setMetadata(mark()), null, Context.NONE));
    run("store its plan", () -> blob(Layout.plan(id)).uploadFromFile(plan.toString(), true));
    run("store its list of files", () -> put(Layout.uploads(id), UploadList.write(uploads)));
    beginning.accept(lines -> appendJournal().append(lines));
    try {
      run("store its record", () -> putNew(Layout.record(id), record));
    } catch (RunException e) {
      if (StorageErrors.find(e, BlobStorageException.class)
          .filter(cause -> StorageErrors.is(cause, BlobErrorCode.BLOB_ALREADY_EXISTS))
          .isPresent()) {
        throw new RunException(
            Blame.USER, "create run " + id, "there is one of that id", "Start it anew.", e);
      }
      throw e;
    }
  }

  /** So that {@code clean} knows a container of ours, and of which records. */
  private Map<String, String> mark() {
    return Map.of(BlobSweep.RUN, id.value(), BlobSweep.RECORDS, shared.getBlobContainerName());
  }

  @Override
  public Optional<byte[]> record() {
    return read("read its record", Layout.record(id));
  }

  @Override
  public Optional<RunLease> tryLease() {
    BlobClient record = blob(Layout.record(id));
    return ask("take its lease", () -> BlobRunLease.tryAcquire(record, id));
  }

  @Override
  public boolean leased() {
    return ask(
        "look at its lease",
        () -> blob(Layout.record(id)).getProperties().getLeaseState() == LeaseStateType.LEASED);
  }

  @Override
  public void breakLease() {
    run(
        "break its lease",
        () -> {
          try {
            new BlobLeaseClientBuilder()
                .blobClient(blob(Layout.record(id)))
                .buildClient()
                .breakLeaseWithResponse(0, null, null, Context.NONE);
          } catch (BlobStorageException e) {
            if (!StorageErrors.is(e, BlobErrorCode.LEASE_NOT_PRESENT_WITH_LEASE_OPERATION)) {
              throw e;
            }
          }
        });
  }

  @Override
  public InputStream plan() {
    return ask("read its plan", () -> blob(Layout.plan(id)).openInputStream());
  }

  @Override
  public void writeKeys(byte[] keys) {
    run("store the keys of its tasks", () -> put(Layout.keys(id), keys));
  }

  @Override
  public Optional<byte[]> keys() {
    return read("read the keys of its tasks", Layout.keys(id));
  }

  @Override
  public void writeSource(byte[] source) {
    run("store its job file", () -> put(Layout.source(id), source));
  }

  @Override
  public Optional<byte[]> source() {
    return read("read its job file", Layout.source(id));
  }

  @Override
  public List<LocalFile> uploads() {
    return read("read its list of files", Layout.uploads(id))
        .map(UploadList::read)
        .orElse(List.of());
  }

  @Override
  public InputStream journal() {
    return journal(0);
  }

  @Override
  public InputStream journal(long from) {
    List<InputStream> parts = new ArrayList<>();
    long skip = from;
    for (int part = 1; ; part++) {
      Optional<JournalPart> next = journal(part, skip);
      if (next.isEmpty()) {
        return new SequenceInputStream(Collections.enumeration(parts));
      }
      parts.add(next.get().content());
      skip = Math.max(0, skip - next.get().size());
    }
  }

  /** What a part has behind a position, and how long it is. */
  private record JournalPart(InputStream content, long size) {}

  /** It may grow while it is read: what there is when it is opened is read. */
  private Optional<JournalPart> journal(int part, long from) {
    return ask(
        "read its journal",
        () -> {
          BlobClient blob = blob(Layout.journal(id, part));
          if (!blob.exists()) {
            return Optional.empty();
          }
          long size = blob.getProperties().getBlobSize();
          return Optional.of(
              new JournalPart(
                  size <= from
                      ? InputStream.nullInputStream()
                      : blob.openInputStream(
                          new BlobInputStreamOptions()
                              .setRange(new BlobRange(from, size - from))
                              .setConsistentReadControl(ConsistentReadControl.NONE)),
                  size));
        });
  }

  @Override
  public JournalAppender appendJournal() {
    return ask("open its journal", () -> BlobJournal.open(shared, id));
  }

  @Override
  public void requestCancel(String reason) {
    run("ask for its end", () -> put(Layout.cancel(id), reason.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Optional<String> cancelRequested() {
    return read("look whether it is cancelled", Layout.cancel(id))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public NodeLinks links(Instant until) {
    return signer.links(shared, own, until);
  }

  @Override
  public void list(String prefix, Consumer<List<StoredFile>> page) {
    files.list(prefix, page);
  }

  @Override
  public InputStream open(String name) {
    return files.open(name);
  }

  @Override
  public void copy(StoredFile file, long from, long length, OutputStream to) {
    files.copy(file, from, length, to);
  }

  @Override
  public Optional<byte[]> range(String name, long from, int most) {
    return files.range(name, from, most);
  }

  @Override
  public OptionalLong size(String name) {
    return files.size(name);
  }

  @Override
  public Optional<byte[]> tail(String name, int bytes) {
    return files.tail(name, bytes);
  }

  @Override
  public void write(String name, byte[] content) {
    files.write(name, content);
  }

  @Override
  public void writeManifest(Path manifest) {
    run(
        "store its manifest",
        () -> blob(Layout.manifest(id)).uploadFromFile(manifest.toString(), true));
  }

  @Override
  public Optional<InputStream> manifest() {
    return ask(
        "read its manifest",
        () -> {
          BlobClient blob = blob(Layout.manifest(id));
          return blob.exists() ? Optional.of(blob.openInputStream()) : Optional.empty();
        });
  }

  @Override
  public void writeReport(String name, Path file) {
    run("store " + name, () -> blob(Layout.report(id, name)).uploadFromFile(file.toString(), true));
  }

  @Override
  public Optional<byte[]> report(String name) {
    return read("read " + name, Layout.report(id, name));
  }

  @Override
  public boolean keepsFiles() {
    return files.exist();
  }

  @Override
  public String outputsLocation() {
    return files.location();
  }

  /** The record goes last, so that what failed half-way can be found and done again. */
  @Override
  public void delete() {
    run(
        "remove it",
        () -> {
          own.deleteIfExists();
          for (BlobItem item :
              shared.listBlobs(new ListBlobsOptions().setPrefix(Layout.run(id)), null)) {
            if (!item.getName().equals(Layout.record(id))) {
              blob(item.getName()).deleteIfExists();
            }
          }
          blob(Layout.record(id))
              .deleteIfExistsWithResponse(
                  DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE);
        });
  }

  private Optional<byte[]> read(String action, String name) {
    return ask(
        action,
        () -> {
          try {
            return Optional.of(blob(name).downloadContent().toBytes());
          } catch (BlobStorageException e) {
            return BlobRunFiles.emptyIfAbsent(e);
          }
        });
  }

  private void put(String name, byte[] content) {
    blob(name).upload(BinaryData.fromBytes(content), true);
  }

  private void putNew(String name, byte[] content) {
    blob(name)
        .uploadWithResponse(
            new BlobParallelUploadOptions(BinaryData.fromBytes(content))
                .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
            null,
            Context.NONE);
  }

  private BlobClient blob(String name) {
    return shared.getBlobClient(name);
  }

  private <T> T ask(String action, Supplier<T> work) {
    return call(action + " (run " + id + ")", shared.getBlobContainerUrl(), work);
  }

  private void run(String action, Runnable work) {
    StorageErrors.run(action + " (run " + id + ")", shared.getBlobContainerUrl(), work);
  }
}
