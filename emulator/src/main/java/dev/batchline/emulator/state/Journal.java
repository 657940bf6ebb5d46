package dev.batchline.emulator.state;

import dev.batchline.emulator.engine.Keeper;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.Change;
import dev.batchline.emulator.time.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an account in a directory: a log of its changes, and from time to time all of it anew.
 *
 * <p>Invariants: each line of the log takes the account from one state between two messages to
 * another such state. What is {@link #kept} has been given to the operating system, so that it
 * survives the death of this process at any moment; it has reached the disk a second later. At most
 * one line is being written at a time, and what changes meanwhile is remembered by key alone, so
 * memory stays bounded however slow the disk is.
 */
public final class Journal implements Keeper, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final long CLOSING_SECONDS = 30;
  private static final int ENTRIES_PER_LINE = 1000;

  private final StateFiles files;
  private final EntryJson entries;
  private final Account account;
  private final long smallestLog;
  private final ScheduledExecutorService writing;
  private final ExecutorService snapshots;

  // Of the engine's thread.
  private final Set<Change> changed = new LinkedHashSet<>();
  private CompletableFuture<Void> handedOver = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> next = new CompletableFuture<>();

  // Of the writing thread.
  private long number;
  private LineWriter log;
  private boolean forced = true;

  private volatile Runnable wake = () -> {};
  private volatile boolean busy;
  private volatile boolean stuck;
  private volatile boolean more;
  private volatile boolean compacting;
  private volatile boolean closed;
  private volatile long logSize;
  private volatile long snapshotSize;

  private Journal(StateFiles files, EntryJson entries, StateFiles.Found found, long smallestLog) {
    this.files = files;
    this.entries = entries;
    this.account = found.account();
    this.number = found.number();
    this.log = found.log();
    this.logSize = found.log().size();
    this.snapshotSize = found.snapshotSize();
    this.smallestLog = smallestLog;
    this.writing = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "state"));
    this.snapshots = Executors.newSingleThreadExecutor(task -> new Thread(task, "snapshot"));
    account.watch(changed::add);
    var unused = writing.scheduleWithFixedDelay(this::force, 1, 1, TimeUnit.SECONDS);
  }

  /** A log of this size is worth being replaced by a snapshot, if the account is smaller. */
  private static final long SMALLEST_LOG = 16L << 20;

  /**
   * Opens the state in a directory, which is made when missing.
   *
   * @throws StateException if another process uses it, or it can't be read
   */
  public static Journal open(Path directory) throws IOException {
    return open(directory, SMALLEST_LOG);
  }

  static Journal open(Path directory, long smallestLog) throws IOException {
    EntryJson entries = new EntryJson();
    StateFiles files = StateFiles.lock(directory, entries);
    try {
      return new Journal(files, entries, files.read(), smallestLog);
    } catch (IOException | RuntimeException unreadable) {
      files.close();
      throw unreadable;
    }
  }

  /** The account as it was kept; its changes are kept from now on. */
  public Account account() {
    return account;
  }

  /** Where the nodes' files are kept. */
  public Path nodes() {
    return files.nodes();
  }

  @Override
  public void whenReady(Runnable next) {
    wake = next;
  }

  @Override
  public CompletableFuture<Void> kept() {
    return changed.isEmpty() ? handedOver : next;
  }

  @Override
  public boolean stuck() {
    return stuck;
  }

  @Override
  public void handOver() {
    if (changed.isEmpty()) {
      return;
    }
    more = true;
    if (busy) {
      return;
    }
    more = false;
    busy = true;
    List<Entry> batch = Entries.of(account, changed);
    changed.clear();
    CompletableFuture<Void> done = next;
    handedOver = done;
    next = new CompletableFuture<>();
    Optional<List<Entry>> everything = Optional.empty();
    if (!compacting && logSize > Math.max(smallestLog, 2 * snapshotSize)) {
      compacting = true;
      everything = Optional.of(Entries.all(account));
    }
    Optional<List<Entry>> snapshot = everything;
    writing.execute(
        () -> {
          write(entries.write(batch));
          busy = false;
          done.complete(null);
          if (more) {
            wake.run();
          }
          snapshot.ifPresent(this::begin);
        });
  }

  /** Writes a line, however long that takes: a full disk may have room again. */
  private void write(byte[] line) {
    boolean told = false;
    while (true) {
      try {
        log.write(line);
        stuck = false;
        if (told) {
          LOG.warn("the state can be written again");
        }
        logSize = log.size();
        forced = false;
        return;
      } catch (IOException failure) {
        if (!told) {
          LOG.error(
              "the state can't be written, nothing is changed on request until it can: {}",
              failure.toString());
          told = true;
          stuck = true;
        }
        if (closed) {
          return;
        }
        Pause.of(BETWEEN_TRIES);
      }
    }
  }

  private void force() {
    if (forced) {
      return;
    }
    try {
      log.force();
      forced = true;
    } catch (IOException failure) {
      LOG.warn("the state may not survive a loss of power now", failure);
    }
  }

  /** Goes on with a new log, and writes all that was before it into a snapshot meanwhile. */
  private void begin(List<Entry> everything) {
    long upTo = number + 1;
    try {
      log.force();
      LineWriter following = files.beginLog(upTo);
      log.close();
      log = following;
    } catch (IOException failure) {
      LOG.warn("could not begin another log of the state; this one grows on", failure);
      compacting = false;
      return;
    }
    number = upTo;
    logSize = log.size();
    snapshots.execute(() -> snapshot(upTo, everything));
  }

  private void snapshot(long upTo, List<Entry> everything) {
    try (LineWriter snapshot = files.beginSnapshot(upTo)) {
      for (int from = 0; from < everything.size() && !closed; from += ENTRIES_PER_LINE) {
        int to = Math.min(everything.size(), from + ENTRIES_PER_LINE);
        snapshot.write(entries.write(everything.subList(from, to)));
      }
      if (!closed) {
        files.finishSnapshot(upTo, snapshot);
        snapshotSize = snapshot.size();
      }
    } catch (IOException failure) {
      LOG.warn("could not write a snapshot of the state; its log grows on", failure);
    } finally {
      compacting = false;
    }
  }

  /** Keeps what has changed up to now, and frees the directory; the engine must have ended. */
  @Override
  public void close() throws IOException {
    closed = true;
    writing.execute(
        () -> {
          if (!changed.isEmpty()) {
            write(entries.write(Entries.of(account, changed)));
          }
          force();
        });
    writing.shutdown();
    snapshots.shutdown();
    try {
      boolean ended =
          writing.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)
              && snapshots.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        LOG.warn("the last changes could not be kept");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    log.close();
    files.close();
  }
}
