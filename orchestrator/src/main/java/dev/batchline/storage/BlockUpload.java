package dev.batchline.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.Block;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.plan.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Sends one file as a blob: in one call if it is small, else in blocks that are sent side by side.
 *
 * <p>The blob is made visible by the last call, after the file's hash was found to be the planned
 * one. A block's id is made of its place and content, so blocks that an earlier process sent are
 * found and not sent again. Memory holds a bounded number of blocks, whatever the size of the file.
 */
final class BlockUpload {

  static final int BLOCK = 4 * 1024 * 1024;

  /** What is read from the disk and hashed at a time. */
  private static final int PIECE = 1 << 18;

  /** Azure's limit is 50,000. */
  private static final int MOST_BLOCKS = 48_000;

  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final ExecutorService executor;
  private final BlockBuffers buffers;
  private final LongConsumer sent;
  private final Interruption interruption;

  /** After the first failure nothing more is sent, of no file. */
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * @param atOnce blocks in memory, of all files together
   * @param sent told of bytes that are in Storage
   */
  BlockUpload(ExecutorService executor, int atOnce, LongConsumer sent, Interruption interruption) {
    this.executor = executor;
    this.buffers = new BlockBuffers(atOnce, BLOCK);
    this.sent = sent;
    this.interruption = interruption;
  }

  /** Returns false if it was interrupted before the blob was there. */
  boolean send(LocalFile file, BlockBlobClient blob) {
    if (stopped()) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file.path())) {
      return file.size() <= BLOCK ? sendWhole(file, in, blob) : sendBlocks(file, in, blob);
    } catch (NoSuchFileException e) {
      throw unusable(
          file,
          "it is not on this machine",
          "Attach on the machine where the run was started, or start it again.",
          e);
    } catch (IOException e) {
      throw unusable(
          file,
          "it can't be read: " + e.getMessage(),
          "Give this account the right to read it.",
          e);
    }
  }

  private boolean sendWhole(LocalFile file, InputStream in, BlockBlobClient blob)
      throws IOException {
    byte[] content = in.readNBytes((int) file.size() + 1);
    if (content.length != file.size()
        || !HexFormat.of().formatHex(digest("SHA-256").digest(content)).equals(file.sha256())) {
      throw changed(file);
    }
    byte[] md5 = digest("MD5").digest(content);
    blob.uploadWithResponse(
        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content))
            .setContentMd5(md5)
            .setHeaders(new BlobHttpHeaders().setContentMd5(md5))
            .setMetadata(metadata(file)),
        LIMIT,
        Context.NONE);
    sent.accept(content.length);
    return true;
  }

  private boolean sendBlocks(LocalFile file, InputStream in, BlockBlobClient blob)
      throws IOException {
    int blockSize = (int) Math.max(BLOCK, file.size() / MOST_BLOCKS + 1);
    Set<String> staged = staged(blob);
    MessageDigest sha256 = digest("SHA-256");
    List<Future<String>> sending = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    long size = 0;
    try {
      while (!stopped()) {
        byte[] block = buffers.take(blockSize);
        int length = read(in, block, blockSize, sha256);
        if (length == 0) {
          buffers.giveBack(block);
          break;
        }
        size += length;
        int index = sending.size();
        sending.add(executor.submit(() -> stage(blob, index, block, length, staged)));
      }
      for (Future<String> each : sending) {
        ids.add(each.get());
      }
    } catch (ExecutionException e) {
      failed.set(true);
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (stopped()) {
      return false;
    }
    if (size != file.size() || !HexFormat.of().formatHex(sha256.digest()).equals(file.sha256())) {
      throw changed(file);
    }
    commit(file, blob, ids);
    return true;
  }

  private boolean stopped() {
    return failed.get() || interruption.requested();
  }

  /**
   * Fills a block and hashes what is read piece by piece, while it is in the processor's cache.
   *
   * @return how many bytes there were
   */
  private int read(InputStream in, byte[] block, int size, MessageDigest sha256)
      throws IOException {
    int length = 0;
    try {
      while (length < size) {
        int read = in.read(block, length, Math.min(PIECE, size - length));
        if (read < 0) {
          break;
        }
        sha256.update(block, length, read);
        length += read;
      }
      return length;
    } catch (IOException | RuntimeException e) {
      buffers.giveBack(block);
      throw e;
    }
  }

  /** Returns the block's id. */
  private String stage(
      BlockBlobClient blob, int index, byte[] block, int length, Set<String> staged) {
    try {
      MessageDigest digest = digest("MD5");
      digest.update(block, 0, length);
      byte[] md5 = digest.digest();
      String id = id(index, md5);
      if (stopped()) {
        return id;
      }
      if (!staged.contains(id)) {
        // The client copies all but whole arrays.
        byte[] content = length == block.length ? block : Arrays.copyOf(block, length);
        blob.stageBlockWithResponse(
            new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(content)).setContentMd5(md5),
            LIMIT,
            Context.NONE);
      }
      sent.accept(length);
      return id;
    } finally {
      buffers.giveBack(block);
    }
  }

  private static void commit(LocalFile file, BlockBlobClient blob, List<String> ids) {
    try {
      blob.commitBlockListWithResponse(
          new BlockBlobCommitBlockListOptions(ids).setMetadata(metadata(file)),
          LIMIT,
          Context.NONE);
    } catch (BlobStorageException e) {
      if (e.getStatusCode() >= 500 || !isComplete(file, blob)) {
        throw e;
      }
    }
  }

  /** Another process that sends the same content may have been first; that ends our blocks. */
  private static boolean isComplete(LocalFile file, BlockBlobClient blob) {
    return blob.exists() && blob.getProperties().getBlobSize() == file.size();
  }

  private static Set<String> staged(BlockBlobClient blob) {
    try {
      Set<String> names = new HashSet<>();
      for (Block block : blob.listBlocks(BlockListType.UNCOMMITTED).getUncommittedBlocks()) {
        names.add(block.getName());
      }
      return names;
    } catch (BlobStorageException e) {
      if (StorageErrors.isAbsent(e)) {
        return Set.of();
      }
      throw e;
    }
  }

  /** Ids of a blob's blocks must all be equally long. */
  private static String id(int index, byte[] md5) {
    byte[] id = ByteBuffer.allocate(Integer.BYTES + md5.length).putInt(index).put(md5).array();
    return new String(Base64.getEncoder().encode(id), StandardCharsets.US_ASCII);
  }

  private static Map<String, String> metadata(LocalFile file) {
    return Map.of("sha256", file.sha256());
  }

  private static MessageDigest digest(String algorithm) {
    return Digests.of(algorithm);
  }

  private static RunException changed(LocalFile file) {
    return unusable(
        file,
        "its content is not what it was when the run was planned",
        "Start the run again once nothing writes to the file.",
        new IOException("changed"));
  }

  private static RunException unusable(
      LocalFile file, String reason, String hint, Exception cause) {
    return new RunException(Blame.USER, "upload " + file.path(), reason, hint, cause);
  }
}
