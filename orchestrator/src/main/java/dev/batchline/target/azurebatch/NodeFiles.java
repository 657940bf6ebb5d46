package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.FileGetFromComputeNodeOptions;
import com.microsoft.azure.batch.protocol.models.FileGetFromTaskOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

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
          long length =
              connection.call(
                  batch ->
                      batch
                          .files()
                          .getPropertiesFromTaskWithServiceResponseAsync(job, task, path)
                          .toBlocking()
                          .single()
                          .headers()
                          .contentLength());
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

  private static Optional<String> ifThere(java.util.function.Supplier<String> read) {
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
