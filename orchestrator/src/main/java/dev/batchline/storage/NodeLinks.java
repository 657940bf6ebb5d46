package dev.batchline.storage;

import dev.batchline.base.RunId;
import dev.batchline.base.Secret;

/**
 * What the nodes of one run may reach in Storage, as URLs with a shared access signature.
 *
 * <p>Each begins 15 minutes early against clock skew and lasts as long as the run may. Objects are
 * read-only, one blob each. Outputs and logs go to the run's own container ({@code
 * batchline-<run>}), so that a node can't touch another run's.
 */
public interface NodeLinks {

  /** A read-only URL of one object. */
  Secret object(String sha256);

  /** The run's container, to create and write blobs in. */
  Secret runContainerForWriting();

  /** The run's container, to read and list blobs in. */
  Secret runContainerForReading();

  /** The container of another run whose outputs this one reads, to read and list blobs in. */
  Secret runContainerForReading(RunId other);

  /**
   * A read-only URL of one blob of the run's container, such as {@code output/simulate-1/pnl.csv}.
   */
  Secret runBlob(String name);
}
