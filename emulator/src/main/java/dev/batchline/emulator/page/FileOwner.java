package dev.batchline.emulator.page;

import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A task or a node, whose files are asked for as clients do.
 *
 * @param path of its page
 * @param names path parameters of its operations
 */
record FileOwner(
    BatchService service, String path, Operation list, Operation get, Map<String, String> names) {

  FileOwner {
    names = Map.copyOf(names);
  }

  static FileOwner task(BatchService service, String job, String task) {
    return new FileOwner(
        service,
        Links.task(job, task),
        Operation.FILE_LIST_FROM_TASK,
        Operation.FILE_GET_FROM_TASK,
        Map.of("jobId", job, "taskId", task));
  }

  static FileOwner node(BatchService service, String pool, String node) {
    return new FileOwner(
        service,
        Links.node(pool, node),
        Operation.FILE_LIST_FROM_COMPUTE_NODE,
        Operation.FILE_GET_FROM_COMPUTE_NODE,
        Map.of("poolId", pool, "nodeId", node));
  }

  /**
   * @throws BatchError when there is no such file
   */
  Answer.FileContent content(String file) {
    Map<String, String> all = new HashMap<>(names);
    all.put("filePath", file);
    if (service.answer(Call.reading(get, all)) instanceof Answer.FileContent content) {
      return content;
    }
    throw new IllegalStateException(get.id() + " answers with a file");
  }

  /** The same for what may be read: nothing for pipes, sockets and devices. */
  Optional<Answer.FileContent> readable(String file) {
    return Optional.of(content(file))
        .filter(content -> content.directory() || Files.isRegularFile(content.file()));
  }

  /**
   * @throws BatchError when there are no files
   */
  Answer.Listing files(boolean recursive, int most) {
    Call call =
        new Call(
            list,
            names,
            Map.of("recursive", Boolean.toString(recursive)),
            Optional.empty(),
            Conditions.NONE,
            Page.first(most),
            "");
    if (service.answer(call) instanceof Answer.Listing listing) {
      return listing;
    }
    throw new IllegalStateException(list.id() + " answers with a list");
  }
}
