package dev.batchline.cli.clean;

import dev.batchline.target.azurebatch.AzureBatchAccount.Leftover;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that may be removed.
 *
 * @param id of it; for objects how many there are
 * @param run that it belongs to; empty for objects
 * @param since when it was made or its run ended; empty when not known
 * @param reason why nobody needs it any more
 * @param nodes that it has now
 * @param cores of these
 * @param bytes it holds; 0 when not known
 * @param leftover what is removed on Azure Batch; empty for what is in Storage
 */
public record Finding(
    Kind kind,
    String id,
    String run,
    Optional<Instant> since,
    String reason,
    int nodes,
    int cores,
    long bytes,
    Optional<Leftover> leftover) {

  /** What it is, in the order in which it is removed: what costs most first. */
  public enum Kind {
    POOL("pool"),
    JOB_SCHEDULE("job schedule"),
    JOB("job"),
    RUN("run"),
    CONTAINER("container"),
    OBJECTS("objects");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
