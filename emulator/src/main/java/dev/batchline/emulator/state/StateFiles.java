package dev.batchline.emulator.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.model.Account;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a state: {@code account-7.snapshot} holds all of the account at one moment, and
 * {@code account-7.log} what has changed since, up to the moment of {@code account-8.snapshot}.
 *
 * <p>A snapshot gets its name when it is complete; older files go after that. So there may be
 * several logs, and no snapshot in the beginning. The directory is locked for as long as this is
 * open.
 */
final class StateFiles implements AutoCloseable {

  static final int FORMAT = 1;

  private static final String LOCK = "lock";
  private static final String NODES = "nodes";
  private static final Pattern NAME = Pattern.compile("account-(\\d{1,18})\\.(log|snapshot)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final EntryJson entries;
  private final FileChannel lock;

  /**
   * What was found.
   *
   * @param log to go on with
   * @param snapshotSize in bytes; 0 if there is no snapshot
   */
  record Found(Account account, long number, LineWriter log, long snapshotSize) {}

  private StateFiles(Path directory, EntryJson entries, FileChannel lock) {
    this.directory = directory;
    this.entries = entries;
    this.lock = lock;
  }

  /**
   * Locks a directory, which is made when missing.
   *
   * @throws StateException if another process has it, or it holds something else
   */
  static StateFiles lock(Path directory, EntryJson entries) throws IOException {
    FileChannel channel = openLock(directory);
    try {
      if (tryLock(channel).isEmpty()) {
        throw new StateException(
            "another emulator uses the state in " + directory,
            "Stop it, or choose another directory");
      }
      return new StateFiles(directory, entries, channel);
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  private static FileChannel openLock(Path directory) throws IOException {
    try {
      makePrivate(directory);
      requireOurs(directory);
      return FileChannel.open(
          directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileSystemException unusable) {
      throw new StateException(
          "can't use " + directory + " for the state (" + unusable + ")",
          "Choose a directory that can be made or written to");
    }
  }

  /** What users say about tasks holds their signatures for Storage, and other secrets. */
  private static void makePrivate(Path directory) throws IOException {
    boolean missing = !Files.exists(directory);
    Files.createDirectories(directory);
    if (missing) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException thisProcess) {
      return Optional.empty();
    }
  }

  private static void requireOurs(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.equals(LOCK) && !name.equals(NODES) && !name.startsWith("account-")) {
          throw new StateException(
              directory + " is no state of an emulator: it contains " + name,
              "Choose a directory of its own, which is made when it is missing");
        }
      }
    }
  }

  /** Where the nodes' files are. */
  Path nodes() {
    return directory.resolve(NODES);
  }

  /**
   * Reads all there is.
   *
   * @throws StateException if something is damaged or missing, or too new
   */
  Found read() throws IOException {
    NavigableSet<Long> logs = numbers("log");
    NavigableSet<Long> snapshots = numbers("snapshot");
    Loading loading = new Loading();
    long first = snapshots.isEmpty() ? 1 : snapshots.last();
    long last = logs.isEmpty() ? first : Math.max(first, logs.last());
    long snapshotSize = 0;
    if (!snapshots.isEmpty()) {
      readSnapshot(first, loading);
      snapshotSize = Files.size(snapshot(first));
    }
    for (long number = first; number < last; number++) {
      requireThere(log(number));
      readLog(number, loading, false);
    }
    long end = Files.exists(log(last)) ? readLog(last, loading, true) : 0;
    Account account = account(loading);
    removeBefore(first);
    return new Found(account, last, openLog(last, end), snapshotSize);
  }

  private Account account(Loading loading) throws StateException {
    try {
      return loading.account();
    } catch (IllegalArgumentException contradiction) {
      throw new StateException(
          "the state in " + directory + " contradicts itself: " + contradiction.getMessage(),
          "Start with another directory, or with this one emptied");
    }
  }

  private static void requireThere(Path file) throws StateException {
    if (!Files.exists(file)) {
      throw new StateException(
          file + " is missing", "Put it back, or start with another directory");
    }
  }

  private NavigableSet<Long> numbers(String kind) throws IOException {
    NavigableSet<Long> numbers = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "account-*")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && name.group(2).equals(kind)) {
          numbers.add(Long.parseLong(name.group(1)));
        }
      }
    }
    return numbers;
  }

  Path log(long number) {
    return directory.resolve("account-" + number + ".log");
  }

  Path snapshot(long number) {
    return directory.resolve("account-" + number + ".snapshot");
  }

  private void readSnapshot(long number, Loading loading) throws IOException {
    Path file = snapshot(number);
    try (LineReader lines = new LineReader(file)) {
      checkHeader(file, lines.next());
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (isEnd(line.get())) {
          return;
        }
        apply(file, line.get(), loading);
      }
      throw new StateException(
          file + " is damaged at byte " + lines.intact(),
          "What it held can't be had from elsewhere: start with another directory, or with this"
              + " one emptied");
    }
  }

  /**
   * Returns where the log's last intact line ends.
   *
   * @param mayBeCut whether its last line may have been cut short, by the death of who wrote it
   */
  private long readLog(long number, Loading loading, boolean mayBeCut) throws IOException {
    Path file = log(number);
    try (LineReader lines = new LineReader(file)) {
      Optional<byte[]> header = lines.next();
      if (header.isPresent()) {
        checkHeader(file, header);
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
          apply(file, line.get(), loading);
        }
      }
      boolean cut = lines.intact() < Files.size(file);
      if (lines.damaged() || (cut && !mayBeCut)) {
        throw damaged(number, lines.intact());
      }
      return lines.intact();
    }
  }

  private StateException damaged(long number, long intact) throws IOException {
    StringBuilder later = new StringBuilder();
    for (long other : numbers("log").tailSet(number, false)) {
      later.append(" && rm ").append(log(other));
    }
    return new StateException(
        log(number) + " is damaged at byte " + intact + ", and what comes after depends on it",
        "To go on with what was there before: truncate -s " + intact + " " + log(number) + later);
  }

  private void apply(Path file, byte[] line, Loading loading) throws IOException {
    try {
      entries.read(line).forEach(loading::apply);
    } catch (IOException | IllegalArgumentException notUnderstood) {
      throw new StateException(
          file + " has an entry that isn't understood: " + notUnderstood.getMessage(),
          "If a newer emulator has written it, use that one; or start with another directory");
    }
  }

  private static void checkHeader(Path file, Optional<byte[]> line) throws IOException {
    JsonNode header =
        JSON.readTree(
            line.orElseThrow(
                () ->
                    new StateException(
                        file + " is damaged from its beginning", "Start with another directory")));
    int format = header.path("format").asInt();
    if (format > FORMAT) {
      throw new StateException(
          file
              + " was written by a newer emulator (format "
              + format
              + "; this one knows formats up to "
              + FORMAT
              + ")",
          "Use that one, or another directory");
    }
  }

  private static byte[] header() {
    return ("{\"format\":" + FORMAT + "}").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] end() {
    return "{\"end\":true}".getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isEnd(byte[] line) {
    return line.length > 0 && line[0] == '{';
  }

  /** Opens a log to append to; one that is new begins with a header. */
  private LineWriter openLog(long number, long from) throws IOException {
    LineWriter log = new LineWriter(log(number), from);
    if (from == 0) {
      log.write(header());
    }
    return log;
  }

  /** Makes a new log, or leaves none if it can't. */
  LineWriter beginLog(long number) throws IOException {
    try {
      return openLog(number, 0);
    } catch (IOException failure) {
      Files.deleteIfExists(log(number));
      throw failure;
    }
  }

  /** What a snapshot is written to before it is complete. */
  LineWriter beginSnapshot(long number) throws IOException {
    LineWriter snapshot = new LineWriter(unfinished(number), 0);
    snapshot.write(header());
    return snapshot;
  }

  /** A snapshot is complete: from now on it counts, and what was before it goes. */
  void finishSnapshot(long number, LineWriter snapshot) throws IOException {
    snapshot.write(end());
    snapshot.force();
    snapshot.close();
    Files.move(unfinished(number), snapshot(number), StandardCopyOption.ATOMIC_MOVE);
    removeBefore(number);
  }

  private Path unfinished(long number) {
    return directory.resolve("account-" + number + ".unfinished");
  }

  /** Removes what a snapshot has made superfluous, and snapshots that were never finished. */
  void removeBefore(long number) throws IOException {
    for (String kind : new String[] {"snapshot", "log"}) {
      for (long old : numbers(kind).headSet(number, false)) {
        Files.deleteIfExists(directory.resolve("account-" + old + "." + kind));
      }
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "account-*.unfinished")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
