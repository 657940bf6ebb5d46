package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.FileGetFromComputeNodeOptions;
import com.microsoft.azure.batch.protocol.models.FileGetFromTaskOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the ends of files that are still on a node. */
final class NodeFiles {

  /** The file, its task or its node is not there, not yet, or no longer. */
  private static final Set<Integer> NOT_THERE = Set.of(404, 409, 410, 416);

  private final BatchConnection connection;

  NodeFiles(BatchConnection connection) {
    this.connection = connection;
  }

  /** At most that many bytes of the end of a file in a task's directory. */
  Optional<String> tailOfTask(String job, String task, String path, int bytes) {
    return ifThere(
        () -> {
          long length = lengthOfTaskFile(new TaskFile(job, task, path));
          if (length == 0) {
            return "";
          }
          FileGetFromTaskOptions range =
              new FileGetFromTaskOptions().withOcpRange(lastBytes(length, bytes));
          return connection.call(
              batch -> {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                batch.files().getFromTask(job, task, path, range, content);
                return content.toString(StandardCharsets.UTF_8);
              });
        });
  }

  /**
   * At most that many bytes of a file in a task's directory from a position on; none behind its
   * end.
   */
  Optional<byte[]> rangeOfTask(TaskFile file, long from, int most) {
    return ifThere(
        () -> {
          long length = Math.min(most, lengthOfTaskFile(file) - from);
          if (length <= 0) {
            return new byte[0];
          }
          FileGetFromTaskOptions range =
              new FileGetFromTaskOptions()
                  .withOcpRange("bytes=" + from + "-" + (from + length - 1));
          return connection.call(
              batch -> {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                batch.files().getFromTask(file.job(), file.task(), file.path(), range, content);
                return content.toByteArray();
              });
        });
  }

  /** How long a file in a task's directory is now. */
  Optional<Long> sizeOfTask(TaskFile file) {
    return ifThere(() -> lengthOfTaskFile(file));
  }

  /** A file by its path from a task's directory. */
  record TaskFile(String job, String task, String path) {}

  private long lengthOfTaskFile(TaskFile file) {
    return connection.call(
        batch ->
            batch
                .files()
                .getPropertiesFromTaskWithServiceResponseAsync(file.job(), file.task(), file.path())
                .toBlocking()
                .single()
                .headers()
                .contentLength());
  }

  /** At most that many bytes of the end of a file on a node, by its path from the node's root. */
  Optional<String> tailOfNode(String pool, String node, String path, int bytes) {
    return ifThere(
        () -> {
          long length =
              connection.call(
                  batch ->
                      batch
                          .files()
                          .getPropertiesFromComputeNodeWithServiceResponseAsync(pool, node, path)
                          .toBlocking()
                          .single()
                          .headers()
                          .contentLength());
          if (length == 0) {
            return "";
          }
          FileGetFromComputeNodeOptions range =
              new FileGetFromComputeNodeOptions().withOcpRange(lastBytes(length, bytes));
          return connection.call(
              batch -> {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                batch.files().getFromComputeNode(pool, node, path, range, content);
                return content.toString(StandardCharsets.UTF_8);
              });
        });
  }

  private static String lastBytes(long length, int bytes) {
    return "bytes=" + Math.max(0, length - bytes) + "-" + (length - 1);
  }

  private static <T> Optional<T> ifThere(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (BatchProblem problem) {
      if (NOT_THERE.contains(problem.status())) {
        return Optional.empty();
      }
      throw problem;
    }
  }
}
