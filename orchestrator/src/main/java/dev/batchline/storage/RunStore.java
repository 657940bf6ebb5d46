package dev.batchline.storage;

import dev.batchline.base.RunId;
import dev.batchline.plan.LocalFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Everything that Storage keeps of one run.
 *
 * <p>The record and the journal are written by the holder of the lease alone. All methods throw
 * {@link dev.batchline.base.RunException} when Storage refuses or can't be reached.
 */
public interface RunStore {

  RunId id();

  /**
   * Writes what a run consists of; the record comes last, so a run that is listed is complete.
   *
   * @param plan a file as {@code PlanFile} writes it
   * @param uploads where the machine that planned it has the files that it needs
   * @param beginning writes the journal's first lines; there is no record of the run before
   * @throws dev.batchline.base.RunException also if there is such a run already
   */
  void create(
      byte[] record, Path plan, List<LocalFile> uploads, Consumer<JournalAppender> beginning);

  /** The record, {@code run.json}; empty when there is no such run. */
  Optional<byte[]> record();

  /** Takes the lease if nobody holds it; it is renewed in the background until it is closed. */
  Optional<RunLease> tryLease();

  /** Whether somebody holds the lease now. */
  boolean leased();

  /** Takes the lease away from a holder that is known to be dead. */
  void breakLease();

  /** {@code plan.ndjson.gz}. */
  InputStream plan();

  /** Keeps the keys of the run's tasks. */
  void writeKeys(byte[] keys);

  /** The keys of the run's tasks; empty for a run that has none. */
  Optional<byte[]> keys();

  /** Keeps what the run was planned from. */
  void writeSource(byte[] source);

  /** What the run was planned from; empty for a run that has it not. */
  Optional<byte[]> source();

  /** What was given to {@link #create}. */
  List<LocalFile> uploads();

  /** The journal from its first line to its last; empty when nothing was written. */
  InputStream journal();

  /**
   * The journal from a position on, counted in bytes from its beginning; empty when it is no longer
   * than that.
   */
  InputStream journal(long from);

  /**
   * Continues the journal where it ends now.
   *
   * <p>What it appends afterwards fails if someone else has appended in between.
   */
  JournalAppender appendJournal();

  /** Asks whoever drives the run to end it. */
  void requestCancel(String reason);

  /** The reason, if someone asked for the run to end. */
  Optional<String> cancelRequested();

  /** Signs links for nodes, good from 15 minutes ago. */
  NodeLinks links(Instant until);

  /**
   * Lists files of the run's own container, page by page and by ascending name.
   *
   * @param prefix such as {@code output/}; names keep it
   */
  void list(String prefix, Consumer<List<StoredFile>> page);

  /** Content of one file of the run's own container, such as {@code output/simulate-1/pnl.csv}. */
  InputStream open(String name);

  /**
   * Writes a part of one file of the run's own container to a stream, which stays open.
   *
   * @param file as it was listed; if it has changed since, this fails
   * @param from bytes of its beginning that are left out
   * @param length of the part, above 0
   */
  void copy(StoredFile file, long from, long length, OutputStream to);

  /**
   * Bytes of a file of the run's own container from a position on, at most so many; none behind its
   * end, empty when there is no such file.
   */
  Optional<byte[]> range(String name, long from, int most);

  /** How long a file of the run's own container is; empty when there is no such file. */
  OptionalLong size(String name);

  /** The last bytes of a file of the run's own container; empty when there is no such file. */
  Optional<byte[]> tail(String name, int bytes);

  /** Adds a file to the run's own container, or replaces it. */
  void write(String name, byte[] content);

  void writeManifest(Path manifest);

  /** The manifest; empty as long as nothing was collected. */
  Optional<InputStream> manifest();

  /**
   * Adds a file to the report.
   *
   * @param name such as {@code summary.md}
   */
  void writeReport(String name, Path file);

  Optional<byte[]> report(String name);

  /** Whether the run's own container is there; it is gone when the run was cleaned. */
  boolean keepsFiles();

  /** Where outputs are, for people; without any secret. */
  String outputsLocation();

  /** Removes the run, its outputs and its logs; nothing happens if it is not there. */
  void delete();
}
