package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Copies one file of a run to disk.
 *
 * <p>The file appears complete or not at all: it is written elsewhere and renamed. What an earlier
 * copy has written of it is gone on from, and the whole is checked. Its time is that of the blob,
 * so that a repeated copy recognises what is there.
 */
final class Download {

  private static final double MEGABYTE = 1_000_000;

  private final RunStore store;
  private final StoredFile file;
  private final Optional<String> sha256;
  private final Path root;
  private final Path directory;
  private final Path place;
  private final Path part;
  private final ExecutorService ranges;

  /**
   * Where copies go.
   *
   * @param root directory below which a file's name leads to its place
   * @param ranges threads that fetch parts of large files
   */
  record Way(Path root, CopyParts parts, ExecutorService ranges) {}

  /**
   * @param sha256 of its content, if the run's manifest has it
   */
  Download(RunStore store, StoredFile file, Optional<String> sha256, Way way) {
    this.part = way.parts().of(store.id().value(), file);
    this.store = store;
    this.file = file;
    this.sha256 = sha256;
    this.ranges = way.ranges();
    this.root = way.root();
    this.place = root.resolve(file.name());
    this.directory = root.resolve(file.name().substring(0, file.name().lastIndexOf('/') + 1));
  }

  /** What became of it. */
  sealed interface Done {

    /**
     * It is there.
     *
     * @param sha256 of the content, as hexadecimal digits
     * @param fetched whether it was not there before
     */
    record Copied(String sha256, boolean fetched) implements Done {}

    /** This machine can't have a file of that name there. */
    record Refused(String reason) implements Done {}

    /**
     * Storage does not have what the run's manifest lists.
     *
     * @param sha256 that the manifest lists
     */
    record Damaged(String sha256) implements Done {}
  }

  Done run() {
    try {
      Optional<String> obstacle = obstacle();
      if (obstacle.isPresent()) {
        return new Done.Refused(obstacle.get());
      }
      Optional<String> there = hashIfThere();
      return there.isPresent() ? new Done.Copied(there.get(), false) : fetch();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What else stands where the file or one of its directories belongs. */
  private Optional<String> obstacle() {
    if (Files.isDirectory(place)) {
      return Optional.of("there is a directory of that name");
    }
    Path path = root;
    for (Path name : root.relativize(directory)) {
      path = path.resolve(name);
      if (Files.exists(path) && !Files.isDirectory(path)) {
        return Optional.of(root.relativize(path) + " is a file");
      }
    }
    return Optional.empty();
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
    try (InputStream in = Files.newInputStream(place)) {
      in.transferTo(hashing(OutputStream.nullOutputStream(), sha, md5));
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

  private Done fetch() throws IOException {
    Files.createDirectories(directory);
    boolean resumed = Files.exists(part);
    Optional<String> whole = write();
    if (whole.isEmpty() && resumed) { // its beginning may be of other content
      whole = write();
    }
    if (whole.isPresent()) {
      Files.setLastModifiedTime(part, FileTime.from(time()));
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(RangedCopy.marks(part));
      return new Done.Copied(whole.get(), true);
    }
    if (sha256.isPresent()) {
      return new Done.Damaged(sha256.get());
    }
    throw new RunException(
        Blame.SERVICE,
        "copy " + file.name(),
        "what arrived is not what Storage says it has",
        "Collect again; a task that still runs may be writing to it.");
  }

  /** Completes the part; gives its hash, or removes it if it is not what it should be. */
  private Optional<String> write() throws IOException {
    MessageDigest sha = Digests.of("SHA-256");
    MessageDigest md5 = Digests.of("MD5");
    try {
      if (RangedCopy.isFor(file)) {
        new RangedCopy(store, file, part, ranges)
            .run(hashing(OutputStream.nullOutputStream(), sha, md5));
      } else {
        goOn(sha, md5);
      }
    } catch (IOException e) {
      RunException told = failed(e); // asks how full the disk is
      remove(); // so that it is less full
      throw told;
    }
    String found = hex(sha);
    if (Files.size(part) == file.size()
        && (sha256.isEmpty() || sha256.get().equals(found))
        && (file.md5().isEmpty() || file.md5().get().equals(hex(md5)))) {
      return Optional.of(found);
    }
    remove();
    return Optional.empty();
  }

  private void remove() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(RangedCopy.marks(part));
  }

  /** Appends to what an earlier copy has written, in one call. */
  private void goOn(MessageDigest sha, MessageDigest md5) throws IOException {
    long from = readAgain(sha, md5);
    try (DiskOutput disk =
        new DiskOutput(
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      if (from == file.size()) {
        return;
      }
      try {
        store.copy(file, from, file.size() - from, hashing(disk, sha, md5));
      } catch (RunException e) {
        if (disk.failure().isPresent()) {
          throw disk.failure().get();
        }
        throw e; // what has arrived stays, to go on from
      }
    }
  }

  /** How much of it an earlier copy has written. */
  private long readAgain(MessageDigest sha, MessageDigest md5) throws IOException {
    if (!Files.exists(part)) {
      return 0;
    }
    if (Files.size(part) > file.size()) {
      Files.delete(part);
      return 0;
    }
    try (InputStream in = Files.newInputStream(part)) {
      return in.transferTo(hashing(OutputStream.nullOutputStream(), sha, md5));
    }
  }

  private static OutputStream hashing(OutputStream to, MessageDigest sha, MessageDigest md5) {
    return new DigestOutputStream(new DigestOutputStream(to, sha), md5);
  }

  private Instant time() {
    return file.modified().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Java tells a full disk from other failures by text alone, so the disk is asked. */
  private RunException failed(IOException e) {
    long free = freeSpace();
    boolean full = free < file.size();
    return new RunException(
        full ? Blame.CAPACITY : Blame.SERVICE,
        "write " + place,
        full
            ? String.format(Locale.ROOT, "the disk is full (%.1f MB free)", free / MEGABYTE)
            : e.getClass().getSimpleName() + ": " + e.getMessage(),
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
}
