package dev.batchline.target.azurebatch;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one call that is made ten thousand times for a million tasks: adding a collection of them.
 *
 * <p>It passes over the SDK's connections but not through its validator and serializer, which take
 * twenty times the processor time of all else that is done for a task (decision 0110).
 */
final class TaskCollection {

  /** How many tasks the service takes in one call. */
  static final int LARGEST = 100;

  private static final byte[] OPENING = "{\"value\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CLOSING = "]}".getBytes(StandardCharsets.UTF_8);

  private TaskCollection() {}

  /**
   * Adds tasks, each as {@link TaskRequest} writes it; one answer for each, in any order.
   *
   * @throws BatchProblem if the call as a whole is refused
   */
  static List<TaskAnswer> add(BatchConnection connection, String job, List<byte[]> tasks) {
    byte[] answer = connection.post("jobs/" + job + "/addtaskcollection", request(tasks));
    try {
      return TaskAnswer.read(answer);
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE, "add tasks to job " + job, "Azure Batch's answer is not JSON", "", e);
    }
  }

  private static byte[] request(List<byte[]> tasks) {
    int size = tasks.stream().mapToInt(task -> task.length + 1).sum();
    ByteArrayOutputStream request = new ByteArrayOutputStream(size + 16);
    request.writeBytes(OPENING);
    for (int i = 0; i < tasks.size(); i++) {
      if (i > 0) {
        request.write(',');
      }
      request.writeBytes(tasks.get(i));
    }
    request.writeBytes(CLOSING);
    return request.toByteArray();
  }
}
