package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.Secret;
import dev.batchline.plan.LocalFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A store in memory that keeps what stores promise; what is called around writes may throw. */
public final class MemoryFileStore implements FileStore {

  private final Map<String, byte[]> blobs = new TreeMap<>();
  private final Map<String, Integer> leases = new TreeMap<>();
  private final Runnable aroundWrite;
  private int leaseNumber;

  /**
   * @param aroundWrite called before and after each write, and amid each copy to a file; what it
   *     throws is what a caller sees
   */
  public MemoryFileStore(Runnable aroundWrite) {
    this.aroundWrite = aroundWrite;
  }

  public MemoryFileStore() {
    this(() -> {});
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public Set<String> missing(Collection<LocalFile> files) {
    return files.stream()
        .map(LocalFile::sha256)
        .filter(hash -> !blobs.containsKey(Layout.object(hash)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public boolean upload(List<LocalFile> files, UploadListener listener, Interruption interruption) {
    for (LocalFile file : files) {
      if (interruption.requested()) {
        return false;
      }
      try {
        save(Layout.object(file.sha256()), Files.readAllBytes(file.path()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }

  @Override
  public RunStore run(RunId id) {
    return new MemoryRunStore(id);
  }

  @Override
  public List<RunId> runs(String prefix) {
    return blobs.keySet().stream()
        .filter(name -> name.startsWith(Layout.RUNS + prefix) && name.endsWith("/run.json"))
        .map(name -> new RunId(name.split("/", -1)[1]))
        .toList();
  }

  /** What a node or a test puts into a run's own container. */
  public void put(RunId run, String name, byte[] content) {
    blobs.put(Layout.runContainer(run) + "/" + name, content);
  }

  /** What {@code clean} or a person does. */
  public void remove(RunId run, String name) {
    blobs.remove(Layout.runContainer(run) + "/" + name);
  }

  /** What happens to the lease of a process that was killed. */
  public void expireLeases() {
    leases.clear();
  }

  @Override
  public void probe() {
    save("doctor/probe", new byte[0]);
    blobs.remove("doctor/probe");
  }

  @Override
  public StorageSweep sweep() {
    throw new UnsupportedOperationException("nobody cleans memory");
  }

  @Override
  public Optional<byte[]> durations(String name) {
    return Optional.ofNullable(blobs.get(Layout.durations(name)));
  }

  @Override
  public void writeDurations(String name, byte[] durations) {
    save(Layout.durations(name), durations);
  }

  @Override
  public void close() {}

  private void save(String name, byte[] content) {
    aroundWrite.run();
    blobs.put(name, content);
    aroundWrite.run();
  }

  private final class MemoryRunStore implements RunStore {

    private final RunId id;

    MemoryRunStore(RunId id) {
      this.id = id;
    }

    @Override
    public RunId id() {
      return id;
    }

    @Override
    public void create(
        byte[] record, Path plan, List<LocalFile> uploads, Consumer<JournalAppender> beginning) {
      try {
        save(Layout.plan(id), Files.readAllBytes(plan));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      save(Layout.uploads(id), UploadList.write(uploads));
      beginning.accept(lines -> appendJournal().append(lines));
      save(Layout.record(id), record);
    }

    @Override
    public Optional<byte[]> record() {
      return Optional.ofNullable(blobs.get(Layout.record(id)));
    }

    @Override
    public Optional<RunLease> tryLease() {
      if (leases.containsKey(id.value())) {
        return Optional.empty();
      }
      int number = ++leaseNumber;
      leases.put(id.value(), number);
      return Optional.of(new MemoryLease(id, number));
    }

    @Override
    public boolean leased() {
      return leases.containsKey(id.value());
    }

    @Override
    public void breakLease() {
      leases.remove(id.value());
    }

    @Override
    public InputStream plan() {
      return new ByteArrayInputStream(get(Layout.plan(id)));
    }

    @Override
    public void writeKeys(byte[] keys) {
      save(Layout.keys(id), keys);
    }

    @Override
    public Optional<byte[]> keys() {
      return Optional.ofNullable(blobs.get(Layout.keys(id)));
    }

    @Override
    public void writeSource(byte[] source) {
      save(Layout.source(id), source);
    }

    @Override
    public Optional<byte[]> source() {
      return Optional.ofNullable(blobs.get(Layout.source(id)));
    }

    @Override
    public List<LocalFile> uploads() {
      return UploadList.read(get(Layout.uploads(id)));
    }

    @Override
    public InputStream journal() {
      return journal(0);
    }

    @Override
    public InputStream journal(long from) {
      byte[] all = blobs.getOrDefault(Layout.journal(id, 1), new byte[0]);
      return new ByteArrayInputStream(
          Arrays.copyOfRange(all, (int) Math.min(from, all.length), all.length));
    }

    @Override
    public JournalAppender appendJournal() {
      return lines -> {
        byte[] before = blobs.getOrDefault(Layout.journal(id, 1), new byte[0]);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(lines);
        save(Layout.journal(id, 1), all.toByteArray());
      };
    }

    @Override
    public void requestCancel(String reason) {
      save(Layout.cancel(id), reason.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> cancelRequested() {
      return Optional.ofNullable(blobs.get(Layout.cancel(id)))
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public NodeLinks links(Instant until) {
      return new NodeLinks() {
        @Override
        public Secret object(String sha256) {
          return Secret.of("memory:" + sha256);
        }

        @Override
        public Secret runContainerForWriting() {
          return Secret.of("memory:w");
        }

        @Override
        public Secret runContainerForReading() {
          return Secret.of("memory:r");
        }

        @Override
        public Secret runContainerForReading(RunId other) {
          return Secret.of("memory:r:" + other);
        }

        @Override
        public Secret runBlob(String name) {
          return Secret.of("memory:" + name);
        }
      };
    }

    @Override
    public void list(String prefix, Consumer<List<StoredFile>> page) {
      String container = Layout.runContainer(id) + "/";
      List<StoredFile> files =
          blobs.entrySet().stream()
              .filter(each -> each.getKey().startsWith(container + prefix))
              .map(each -> stored(each.getKey().substring(container.length()), each.getValue()))
              .toList();
      for (int from = 0; from < files.size(); from += 3) {
        page.accept(files.subList(from, Math.min(files.size(), from + 3)));
      }
    }

    private StoredFile stored(String name, byte[] content) {
      return new StoredFile(
          name,
          content.length,
          Instant.parse("2026-11-21T06:00:00Z"),
          Optional.of(HexFormat.of().formatHex(Digests.of("MD5").digest(content))));
    }

    @Override
    public InputStream open(String name) {
      return new ByteArrayInputStream(get(Layout.runContainer(id) + "/" + name));
    }

    @Override
    public void copy(StoredFile file, long from, long length, OutputStream to) {
      String name = file.name();
      byte[] whole = get(Layout.runContainer(id) + "/" + name);
      byte[] content = Arrays.copyOfRange(whole, (int) from, (int) (from + length));
      try {
        to.write(content, 0, content.length / 2);
        aroundWrite.run();
        to.write(content, content.length / 2, content.length - content.length / 2);
      } catch (IOException e) {
        throw new RunException(Blame.SERVICE, "read " + name, "the stream failed", "", e);
      }
    }

    @Override
    public Optional<byte[]> range(String name, long from, int most) {
      return Optional.ofNullable(blobs.get(Layout.runContainer(id) + "/" + name))
          .map(
              all ->
                  Arrays.copyOfRange(
                      all,
                      (int) Math.min(from, all.length),
                      (int) Math.min(from + most, all.length)));
    }

    @Override
    public OptionalLong size(String name) {
      byte[] all = blobs.get(Layout.runContainer(id) + "/" + name);
      return all == null ? OptionalLong.empty() : OptionalLong.of(all.length);
    }

    @Override
    public Optional<byte[]> tail(String name, int bytes) {
      return Optional.ofNullable(blobs.get(Layout.runContainer(id) + "/" + name))
          .map(all -> Arrays.copyOfRange(all, Math.max(0, all.length - bytes), all.length));
    }

    @Override
    public void write(String name, byte[] content) {
      save(Layout.runContainer(id) + "/" + name, content);
    }

    @Override
    public void writeManifest(Path manifest) {
      save(Layout.manifest(id), content(manifest));
    }

    private static byte[] content(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<InputStream> manifest() {
      return Optional.ofNullable(blobs.get(Layout.manifest(id))).map(ByteArrayInputStream::new);
    }

    @Override
    public void writeReport(String name, Path file) {
      save(Layout.report(id, name), content(file));
    }

    @Override
    public Optional<byte[]> report(String name) {
      return Optional.ofNullable(blobs.get(Layout.report(id, name)));
    }

    @Override
    public boolean keepsFiles() {
      return blobs.keySet().stream().anyMatch(name -> name.startsWith(Layout.runContainer(id)));
    }

    @Override
    public String outputsLocation() {
      return "memory/" + Layout.runContainer(id);
    }

    @Override
    public void delete() {
      blobs.keySet().removeIf(name -> name.contains(id.value()));
    }

    private byte[] get(String name) {
      byte[] content = blobs.get(name);
      if (content == null) {
        throw new RunException(Blame.SERVICE, "read " + name, "it is not there", "");
      }
      return content;
    }
  }

  private final class MemoryLease implements RunLease {

    private final RunId run;
    private final int number;

    MemoryLease(RunId run, int number) {
      this.run = run;
      this.number = number;
    }

    @Override
    public boolean held() {
      return leases.getOrDefault(run.value(), 0) == number;
    }

    @Override
    public void confirm() {
      if (!held()) {
        throw RunLease.lost(run, null);
      }
    }

    @Override
    public void writeRecord(byte[] record) {
      confirm();
      save(Layout.record(run), record);
    }

    @Override
    public void close() {
      if (held()) {
        leases.remove(run.value());
      }
    }
  }
}
