package dev.batchline.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * A lease of {@link #SECONDS} on {@code run.json}, renewed three times as often by a thread of its
 * own.
 *
 * <p>While Storage can't be reached it may run out; it is renewed afterwards unless someone else
 * took it, and only then it is lost.
 */
final class BlobRunLease implements RunLease {

  static final int SECONDS = 30;

  private static final BlobErrorCode[] LOST = {
    BlobErrorCode.LEASE_ID_MISMATCH_WITH_LEASE_OPERATION,
    BlobErrorCode.LEASE_ID_MISMATCH_WITH_BLOB_OPERATION,
    BlobErrorCode.LEASE_IS_BROKEN_AND_CANNOT_BE_RENEWED,
    BlobErrorCode.LEASE_NOT_PRESENT_WITH_LEASE_OPERATION,
    BlobErrorCode.BLOB_NOT_FOUND,
    BlobErrorCode.CONTAINER_NOT_FOUND
  };

  private final BlobClient record;
  private final BlobLeaseClient lease;
  private final RunId run;
  private final AtomicBoolean held = new AtomicBoolean(true);
  private final ScheduledExecutorService renewal;

  private BlobRunLease(BlobClient record, BlobLeaseClient lease, RunId run) {
    this.record = record;
    this.lease = lease;
    this.run = run;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "batchline-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Optional<RunLease> tryAcquire(BlobClient record, RunId run) {
    BlobLeaseClient lease = new BlobLeaseClientBuilder().blobClient(record).buildClient();
    try {
      lease.acquireLease(SECONDS);
    } catch (BlobStorageException e) {
      if (StorageErrors.is(e, BlobErrorCode.LEASE_ALREADY_PRESENT)) {
        return Optional.empty();
      }
      throw e;
    }
    BlobRunLease taken = new BlobRunLease(record, lease, run);
    ScheduledFuture<?> unused =
        taken.renewal.scheduleWithFixedDelay(
            taken::renew, SECONDS / 3, SECONDS / 3, TimeUnit.SECONDS);
    return Optional.of(taken);
  }

  /** A failure to reach Storage is no loss: the next turn tries again. */
  private void renew() {
    try {
      lease.renewLease();
    } catch (BlobStorageException e) {
      loseIf(StorageErrors.is(e, LOST));
    } catch (RuntimeException e) {
      loseIf(false);
    }
  }

  private void loseIf(boolean lost) {
    if (lost) {
      held.set(false);
    }
  }

  @Override
  public boolean held() {
    return held.get();
  }

  @Override
  public void confirm() {
    if (!held()) {
      throw RunLease.lost(run, null);
    }
    try {
      lease.renewLease();
    } catch (BlobStorageException e) {
      if (StorageErrors.is(e, LOST)) {
        held.set(false);
        throw RunLease.lost(run, e);
      }
      throw translated(e);
    } catch (RuntimeException e) {
      throw translated(e);
    }
  }

  @Override
  public void writeRecord(byte[] content) {
    if (!held()) {
      throw RunLease.lost(run, null);
    }
    try {
      put(content);
    } catch (BlobStorageException e) {
      if (StorageErrors.is(
          e, BlobErrorCode.LEASE_LOST, BlobErrorCode.LEASE_NOT_PRESENT_WITH_BLOB_OPERATION)) {
        renewAndPut(content);
      } else if (StorageErrors.is(e, LOST)) {
        held.set(false);
        throw RunLease.lost(run, e);
      } else {
        throw translated(e);
      }
    } catch (RuntimeException e) {
      throw translated(e);
    }
  }

  /** It ran out while this process slept or Storage was away. */
  private void renewAndPut(byte[] content) {
    try {
      lease.renewLease();
      put(content);
    } catch (BlobStorageException e) {
      if (StorageErrors.is(e, LOST)) {
        held.set(false);
        throw RunLease.lost(run, e);
      }
      throw translated(e);
    }
  }

  private void put(byte[] content) {
    record.uploadWithResponse(
        new BlobParallelUploadOptions(BinaryData.fromBytes(content))
            .setRequestConditions(new BlobRequestConditions().setLeaseId(lease.getLeaseId())),
        null,
        Context.NONE);
  }

  private RunException translated(RuntimeException e) {
    return StorageErrors.translated("write the record of run " + run, record.getBlobUrl(), e);
  }

  @Override
  public void close() {
    renewal.shutdownNow();
    if (!held.getAndSet(false)) {
      return;
    }
    try {
      renewal.awaitTermination(5, TimeUnit.SECONDS);
      lease.releaseLease();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      runsOutByItself(e);
    }
  }

  /** Storage can't be reached, or someone took the lease: nobody waits longer than its length. */
  private void runsOutByItself(RuntimeException e) {
    LoggerFactory.getLogger(BlobRunLease.class).debug("lease of run {} not released", run, e);
  }
}
