package dev.batchline.cli.local;

import dev.batchline.plan.FileState;
import dev.batchline.plan.HashMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes of this machine's files between runs: {@code hashes} in BATCHLINE_HOME, a line for each.
 *
 * <p>It is a cache and no more: whatever is wrong with it costs time and nothing else, so a line
 * that can't be read is passed over, and where it can't be written nothing is kept. Several
 * processes may use the file; each replaces it as a whole.
 */
public final class RememberedHashes implements HashMemory, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RememberedHashes.class);
  private static final int MOST = 200_000;
  private static final String SEPARATOR = "\t";

  private record Entry(FileState state, String sha256) {}

  private final Path file;

  /** By path, the least recently hashed first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private boolean changed;

  private RememberedHashes(Path file) {
    this.file = file;
  }

  public static RememberedHashes open(Path home) {
    RememberedHashes hashes = new RememberedHashes(home.resolve("hashes"));
    try {
      if (Files.exists(hashes.file)) {
        for (String line : Files.readAllLines(hashes.file, StandardCharsets.UTF_8)) {
          parse(line).ifPresent(hashes::put);
        }
      }
    } catch (IOException e) {
      LOG.debug("hashes of files can't be read", e);
    }
    return hashes;
  }

  @Override
  public synchronized Optional<String> sha256(FileState state) {
    Entry entry = entries.get(state.path().toString());
    return entry != null && entry.state().equals(state)
        ? Optional.of(entry.sha256())
        : Optional.empty();
  }

  @Override
  public synchronized void keep(FileState state, String sha256) {
    String path = state.path().toString();
    if (path.indexOf('\n') < 0 && path.indexOf('\r') < 0) {
      put(new Entry(state, sha256));
      changed = true;
    }
  }

  private void put(Entry entry) {
    entries.remove(entry.state().path().toString());
    entries.put(entry.state().path().toString(), entry);
  }

  /** Writes what is new. */
  @Override
  public synchronized void close() {
    if (!changed) {
      return;
    }
    List<String> lines = new ArrayList<>();
    entries.values().stream()
        .skip(Math.max(0, entries.size() - MOST))
        .forEach(entry -> lines.add(line(entry)));
    try {
      Files.createDirectories(file.getParent());
      Path written = Files.createTempFile(file.getParent(), "hashes-", ".new");
      try {
        Files.write(written, lines, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(
            written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(written);
      }
      changed = false;
    } catch (IOException e) {
      LOG.debug("hashes of files are not kept", e);
    }
  }

  private static String line(Entry entry) {
    FileState state = entry.state();
    return String.join(
        SEPARATOR,
        entry.sha256(),
        String.valueOf(state.size()),
        String.valueOf(state.modified()),
        String.valueOf(state.changed()),
        state.identity(),
        state.path().toString());
  }

  private static Optional<Entry> parse(String line) {
    String[] parts = line.split(SEPARATOR, 6);
    if (parts.length != 6 || !parts[0].matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Entry(
              new FileState(
                  Path.of(parts[5]),
                  parts[4],
                  Long.parseLong(parts[1]),
                  Long.parseLong(parts[2]),
                  Long.parseLong(parts[3])),
              parts[0]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
