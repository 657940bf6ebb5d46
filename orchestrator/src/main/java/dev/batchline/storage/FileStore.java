package dev.batchline.storage;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.plan.LocalFile;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Batchline keeps in one Storage account: objects by content, and a {@link RunStore} per run.
 *
 * <p>All methods throw {@link dev.batchline.base.RunException} when Storage refuses or can't be
 * reached after the client's own retries. Any number of threads may use it.
 */
public interface FileStore extends AutoCloseable {

  /**
   * The code of a failure of Storage on this machine that has no room left on its disk; other
   * failures are worth another try, and this one only once there is room.
   */
  String DISK_FULL = "DiskFull";

  /** Connects when first used. */
  static FileStore open(StorageSettings settings, Timeline timeline) {
    return BlobFileStore.open(settings, timeline);
  }

  /** Where it is, for people; without any secret. */
  String location();

  /** Which of these Storage doesn't have, by hash; creates nothing. */
  Set<String> missing(Collection<LocalFile> files);

  /**
   * Brings to Storage what it doesn't have, in parallel.
   *
   * <p>An object becomes visible complete or not at all. Doing it again continues where an earlier
   * call was killed.
   *
   * @return true when all are there, false when interrupted before
   * @throws dev.batchline.base.RunException also if a file is gone or not what was planned
   */
  boolean upload(List<LocalFile> files, UploadListener listener, Interruption interruption);

  /** One run, whether it exists or not. */
  RunStore run(RunId id);

  /** All runs there are, by id. */
  default List<RunId> runs() {
    return runs("");
  }

  /** All runs whose ids begin so, by id; others cost nothing. */
  List<RunId> runs(String prefix);

  /**
   * Writes, reads, signs and removes a small blob, to see whether a run could.
   *
   * @throws dev.batchline.base.RunException if not; its action says what failed
   */
  void probe();

  /** For who cleans up. */
  StorageSweep sweep();

  /** How long the tasks of the last run of that name took; empty when none is known. */
  Optional<byte[]> durations(String name);

  void writeDurations(String name, byte[] durations);

  /** Frees connections. */
  @Override
  void close();
}
