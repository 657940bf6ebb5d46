package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies one file of a run to disk.
 *
 * <p>The file appears complete or not at all: it is written beside its place and renamed. Its time
 * is that of the blob, so that a repeated copy recognises what is there.
 */
final class Download {

  private final RunStore store;
  private final StoredFile file;
  private final Optional<String> sha256;
  private final Path directory;
  private final Path place;

  /**
   * @param sha256 of its content, if the run's manifest has it
   * @param root directory below which the file's name leads to its place
   */
  Download(RunStore store, StoredFile file, Optional<String> sha256, Path root) {
    this.store = store;
    this.file = file;
    this.sha256 = sha256;
    this.place = root.resolve(file.name());
    this.directory = root.resolve(file.name().substring(0, file.name().lastIndexOf('/') + 1));
  }

  /**
   * What became of it.
   *
   * @param sha256 of the content, as hexadecimal digits
   * @param fetched whether it was not there before
   */
  record Done(String sha256, boolean fetched) {}

  Done run() {
    try {
      Optional<String> there = hashIfThere();
      return there.isPresent() ? new Done(there.get(), false) : new Done(fetch(), true);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The hash of a file that is there, if it is what Storage and the manifest say it is. */
  private Optional<String> hashIfThere() throws IOException {
    boolean comparable = sha256.isPresent() || file.md5().isPresent();
    if (!Files.isRegularFile(place)
        || Files.size(place) != file.size()
        || (!comparable && !isOfSameTime())) {
      return Optional.empty();
    }
    MessageDigest sha = Digests.of("SHA-256");
    MessageDigest md5 = Digests.of("MD5");
    try (InputStream in = Files.newInputStream(place);
        OutputStream out =
            new DigestOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), sha), md5)) {
      in.transferTo(out);
    }
    String found = hex(sha);
    boolean same =
        sha256.map(found::equals).orElse(true)
            && (file.md5().isEmpty() || file.md5().get().equals(hex(md5)));
    return same ? Optional.of(found) : Optional.empty();
  }

  private boolean isOfSameTime() throws IOException {
    return Files.getLastModifiedTime(place)
        .toInstant()
        .truncatedTo(ChronoUnit.SECONDS)
        .equals(time());
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private String fetch() throws IOException {
    Files.createDirectories(directory);
    Path part = Files.createTempFile(directory, ".", ".part");
    MessageDigest sha = Digests.of("SHA-256");
    MessageDigest md5 = Digests.of("MD5");
    DiskOutput disk = null;
    String found;
    try {
      try (DiskOutput opened = new DiskOutput(Files.newOutputStream(part));
          OutputStream out = new DigestOutputStream(new DigestOutputStream(opened, sha), md5)) {
        disk = opened;
        store.copy(file.name(), out);
      }
      found = hex(sha);
      verify(Files.size(part), hex(md5), found);
      Files.setLastModifiedTime(part, FileTime.from(time()));
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
    } catch (RunException e) {
      throw disk != null && disk.failure().isPresent() ? failed(disk.failure().get()) : e;
    } finally {
      Files.deleteIfExists(part);
    }
    return found;
  }

  private void verify(long size, String md5, String sha) {
    if (sha256.isPresent() && !sha256.get().equals(sha)) {
      throw new RunException(
          Blame.SERVICE,
          "copy " + file.name(),
          "what Storage has is not what the run's manifest lists: someone changed it since",
          "Run its task again with: batchline rerun "
              + store.id()
              + " --tasks "
              + file.name().split("/", 3)[1]);
    }
    boolean sameHash = file.md5().isEmpty() || file.md5().get().equals(md5);
    if (size != file.size() || !sameHash) {
      throw new RunException(
          Blame.SERVICE,
          "copy " + file.name(),
          "what arrived is not what Storage says it has",
          "Collect again; a task that still runs may be writing to it.");
    }
  }

  private Instant time() {
    return file.modified().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Java tells a full disk from other failures by text alone, so the disk is asked. */
  private RunException failed(IOException e) {
    boolean full = freeSpace() < file.size();
    return new RunException(
        full ? Blame.CAPACITY : Blame.SERVICE,
        "write " + place,
        full ? "the disk is full" : e.getClass().getSimpleName() + ": " + e.getMessage(),
        "Outputs are safe in Storage. "
            + (full ? "Free some space" : "Look at the directory")
            + ", then copy what is missing with: batchline collect "
            + store.id()
            + " --to DIR",
        e);
  }

  private long freeSpace() {
    @Nullable Path existing = directory.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return existing == null ? Long.MAX_VALUE : Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Remembers that it was the disk that failed, and not Storage. */
  private static final class DiskOutput extends FilterOutputStream {

    private Optional<IOException> failure = Optional.empty();

    DiskOutput(OutputStream out) {
      super(out);
    }

    Optional<IOException> failure() {
      return failure;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = Optional.of(e);
        throw e;
      }
    }
  }
}
