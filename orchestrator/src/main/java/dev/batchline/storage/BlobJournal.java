package dev.batchline.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AppendBlobRequestConditions;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.AppendBlobAppendBlockOptions;
import com.azure.storage.blob.specialized.AppendBlobClient;
import dev.batchline.base.RunId;
import java.util.Arrays;

/**
 * Appends to a run's journal, an append blob for each 50,000 calls.
 *
 * <p>Each call says at which position it expects the end, so one that is repeated after its answer
 * was lost, or that comes from a process that no longer drives the run, changes nothing.
 */
final class BlobJournal implements JournalAppender {

  /** Azure's limit. */
  private static final int MOST_BLOCKS = 50_000;

  /** Below the 4 MiB that every version of the service takes. */
  private static final int MOST_BYTES = 3_500_000;

  private final BlobContainerClient container;
  private final RunId run;
  private final int mostBlocks;
  private int part;
  private long position;
  private int blocks;

  /** What a failed call was to append, and how much of it is there. */
  private byte[] unfinished = new byte[0];

  private int finished;

  private BlobJournal(BlobContainerClient container, RunId run, int mostBlocks, int part) {
    this.container = container;
    this.run = run;
    this.mostBlocks = mostBlocks;
    this.part = part;
  }

  static BlobJournal open(BlobContainerClient container, RunId run) {
    return open(container, run, MOST_BLOCKS);
  }

  static BlobJournal open(BlobContainerClient container, RunId run, int mostBlocks) {
    int last = 1;
    while (container.getBlobClient(Layout.journal(run, last + 1)).exists()) {
      last++;
    }
    BlobJournal journal = new BlobJournal(container, run, mostBlocks, last);
    journal.begin();
    return journal;
  }

  /** Finds the end of the part, which is made if it isn't there. */
  private void begin() {
    AppendBlobClient blob = blob();
    try {
      blob.createWithResponse(
          null, null, new BlobRequestConditions().setIfNoneMatch("*"), null, Context.NONE);
    } catch (BlobStorageException e) {
      if (!StorageErrors.is(e, BlobErrorCode.BLOB_ALREADY_EXISTS)) {
        throw e;
      }
    }
    BlobProperties there = blob.getProperties();
    position = there.getBlobSize();
    blocks = there.getCommittedBlockCount();
  }

  @Override
  public void append(byte[] lines) {
    int from = Arrays.equals(lines, unfinished) ? finished : 0;
    unfinished = lines;
    finished = from;
    StorageErrors.run(
        "write to the journal of run " + run, container.getBlobContainerUrl(), this::finish);
    unfinished = new byte[0];
    finished = 0;
  }

  private void finish() {
    while (finished < unfinished.length) {
      if (blocks >= mostBlocks) {
        part++;
        begin();
      }
      int end = endOfLines(unfinished, finished);
      appendBlock(Arrays.copyOfRange(unfinished, finished, end));
      position += end - finished;
      blocks++;
      finished = end;
    }
  }

  private void appendBlock(byte[] block) {
    try {
      blob()
          .appendBlockWithResponse(
              new AppendBlobAppendBlockOptions(BinaryData.fromBytes(block))
                  .setContentMd5(Digests.of("MD5").digest(block))
                  .setRequestConditions(
                      new AppendBlobRequestConditions().setAppendPosition(position)),
              null,
              Context.NONE);
    } catch (BlobStorageException e) {
      if (!StorageErrors.is(e, BlobErrorCode.APPEND_POSITION_CONDITION_NOT_MET)) {
        throw e;
      }
      if (!isThere(block)) {
        throw RunLease.lost(run, e);
      }
    }
  }

  private boolean isThere(byte[] block) {
    if (blob().getProperties().getBlobSize() != position + block.length) {
      return false;
    }
    byte[] there =
        blob()
            .downloadContentWithResponse(
                null, null, new BlobRange(position, (long) block.length), false, null, Context.NONE)
            .getValue()
            .toBytes();
    return Arrays.equals(there, block);
  }

  /** As many whole lines as fit into a block; a line that is too long for one is cut. */
  private static int endOfLines(byte[] lines, int from) {
    if (lines.length - from <= MOST_BYTES) {
      return lines.length;
    }
    for (int end = from + MOST_BYTES; end > from; end--) {
      if (lines[end - 1] == '\n') {
        return end;
      }
    }
    return from + MOST_BYTES;
  }

  private AppendBlobClient blob() {
    return container.getBlobClient(Layout.journal(run, part)).getAppendBlobClient();
  }
}
