package dev.batchline.cli.local;

import dev.batchline.base.Blame;
import dev.batchline.base.Disk;
import dev.batchline.base.RunException;
import dev.batchline.storage.FileStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The room on the disk of a local store, which its Storage, its nodes and its logs share.
 *
 * @param directory of the store
 * @param free asked when something failed, in bytes
 */
public record StoreRoom(Path directory, LongSupplier free) {

  private static final double MEGABYTE = 1_000_000;

  public static StoreRoom of(Path directory) {
    return new StoreRoom(directory, () -> Disk.free(directory));
  }

  /**
   * A failure told as one of the disk, if that is what it is: Storage said so, or a service failed
   * and there is no room.
   */
  public RunException explain(RunException failure) {
    boolean said = failure.code().equals(FileStore.DISK_FULL);
    long left = free.getAsLong();
    if (!said && (failure.blame() != Blame.SERVICE || !Disk.isFull(left))) {
      return failure;
    }
    String hint =
        "Make room on that disk. Or set BATCHLINE_HOME to a directory on a larger one, and start"
            + " a new run.";
    return new RunException(
            Blame.CAPACITY,
            failure.action(),
            String.format(
                Locale.ROOT, "the disk of %s is full (%.1f MB free)", directory, left / MEGABYTE),
            (hint + "\n" + howToGoOn(failure)).strip(),
            failure)
        .withCode(FileStore.DISK_FULL);
  }

  /** What the failure says about the run; its other advice is for other causes. */
  private static String howToGoOn(RunException failure) {
    return failure
        .hint()
        .lines()
        .filter(line -> line.contains("batchline attach"))
        .collect(Collectors.joining("\n"));
  }
}
