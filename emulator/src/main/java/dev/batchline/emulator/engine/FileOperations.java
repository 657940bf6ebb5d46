package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.Urls;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** What users do with the files of tasks and nodes. */
final class FileOperations {

  private final Core core;

  FileOperations(Core core) {
    this.core = core;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.FILE_LIST_FROM_TASK, call -> list(call, this::ofTask));
    handlers.put(Operation.FILE_GET_FROM_TASK, call -> content(call, this::ofTask));
    handlers.put(Operation.FILE_GET_PROPERTIES_FROM_TASK, call -> content(call, this::ofTask));
    handlers.put(Operation.FILE_DELETE_FROM_TASK, call -> delete(call, this::ofTask));
    handlers.put(Operation.FILE_LIST_FROM_COMPUTE_NODE, call -> list(call, this::ofNode));
    handlers.put(Operation.FILE_GET_FROM_COMPUTE_NODE, call -> content(call, this::ofNode));
    handlers.put(
        Operation.FILE_GET_PROPERTIES_FROM_COMPUTE_NODE, call -> content(call, this::ofNode));
    handlers.put(Operation.FILE_DELETE_FROM_COMPUTE_NODE, call -> delete(call, this::ofNode));
  }

  private static Reply list(Call call, Function<Call, NodeFiles> root) {
    NodeFiles files = root.apply(call);
    return () -> files.list(call.page(), recursive(call));
  }

  private static Reply content(Call call, Function<Call, NodeFiles> root) {
    NodeFiles files = root.apply(call);
    return () -> files.content(call.name("filePath"));
  }

  private static Reply delete(Call call, Function<Call, NodeFiles> root) {
    NodeFiles files = root.apply(call);
    return () -> {
      files.delete(call.name("filePath"), recursive(call));
      return Reply.done().render();
    };
  }

  private static boolean recursive(Call call) {
    String text = call.query().getOrDefault("recursive", "false");
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw ErrorCode.OUT_OF_RANGE_QUERY_PARAMETER.error(
          Map.of(
              "QueryParameterName",
              "recursive",
              "QueryParameterValue",
              text,
              "Reason",
              "The value must be true or false."));
    }
    return Boolean.parseBoolean(text);
  }

  private NodeFiles ofTask(Call call) {
    AccountJob job = core.account().job(call.name("jobId"));
    Task task = job.tasks().find(call.name("taskId")).orElseThrow(ErrorCode.TASK_NOT_FOUND::error);
    if (task.filesGone()) {
      throw ErrorCode.TASK_FILES_CLEANED_UP.error();
    }
    Path directory = core.directory(task).orElseThrow(ErrorCode.TASK_FILES_UNAVAILABLE::error);
    Path node =
        core.nodeOf(task).flatMap(Node::root).orElseThrow(ErrorCode.TASK_FILES_UNAVAILABLE::error);
    return new NodeFiles(
        directory, node, Urls.task(call.base(), job.job().id(), task.id()) + "/files");
  }

  private NodeFiles ofNode(Call call) {
    Node node = core.account().node(call.name("poolId"), call.name("nodeId"));
    Path root = node.root().orElseThrow(ErrorCode.NODE_BEING_CREATED::error);
    return new NodeFiles(
        root, root, Urls.node(call.base(), node.origin().poolId(), node.id()) + "/files");
  }
}
