package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.AutoScaleRun;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeError;
import com.microsoft.azure.batch.protocol.models.NameValuePair;
import com.microsoft.azure.batch.protocol.models.ResizeError;
import com.microsoft.azure.batch.protocol.models.StartTaskInformation;
import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.FailureRow;
import dev.batchline.failure.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one line each what keeps nodes away. */
final class PoolProblems {

  private static final Pattern TARGET =
      Pattern.compile("\\$Target(?:Dedicated|LowPriority)Nodes=([0-9]{1,7})(?:\\.[0-9]*)?(?:;|$)");

  private PoolProblems() {}

  /**
   * @param nodes how many the pool has now
   * @param wanted how many it wants, -1 when that isn't known
   */
  static List<String> of(CloudPool pool, int nodes, int wanted) {
    List<String> problems = new ArrayList<>();
    List<ResizeError> errors = pool.resizeErrors() == null ? List.of() : pool.resizeErrors();
    Happening happening = happening(pool, nodes, wanted);
    for (ResizeError error : errors) {
      FailureRow row = FailurePolicy.row(happening, String.valueOf(error.code()));
      if (row.action() != Action.IGNORE) {
        problems.add(line("resize error " + error.code(), error.message(), error.values()));
      }
    }
    AutoScaleRun run = pool.autoScaleRun();
    if (run != null && run.error() != null) {
      problems.add(
          line(
              "autoscale formula: " + run.error().code(),
              run.error().message(),
              run.error().values()));
    }
    return problems;
  }

  /** An error stays on a pool until the next resize, also when the pool has all it wants. */
  private static Happening happening(CloudPool pool, int nodes, int wanted) {
    boolean satisfied =
        Boolean.TRUE.equals(pool.enableAutoScale())
            && pool.allocationState() == AllocationState.STEADY
            && wanted >= 0
            && nodes >= wanted;
    return satisfied ? Happening.STALE_RESIZE_ERROR : Happening.RESIZE_ERROR;
  }

  /** Whether an error that is not stale says that a quota is used up. */
  static boolean isShortOfQuota(CloudPool pool, int nodes, int wanted) {
    List<ResizeError> errors = pool.resizeErrors() == null ? List.of() : pool.resizeErrors();
    Happening happening = happening(pool, nodes, wanted);
    return errors.stream()
        .map(error -> FailurePolicy.row(happening, String.valueOf(error.code())))
        .anyMatch(row -> row.action() == Action.WAIT_FOR_QUOTA);
  }

  static String of(ComputeNode node) {
    StartTaskInformation startTask = node.startTaskInfo();
    String state = "node " + node.id() + " is " + node.state();
    if (startTask != null && startTask.failureInfo() != null) {
      String exit = startTask.exitCode() == null ? "" : " with exit code " + startTask.exitCode();
      return state + ": its start task failed" + exit + ", " + startTask.failureInfo().code();
    }
    List<ComputeNodeError> errors = node.errors() == null ? List.of() : node.errors();
    return errors.stream()
        .map(error -> line(error.code(), error.message(), null))
        .collect(Collectors.joining("; ", errors.isEmpty() ? state : state + ": ", ""));
  }

  /** How many nodes the last evaluation of the pool's formula asked for. */
  static Optional<Integer> targetOfFormula(CloudPool pool) {
    if (pool.autoScaleRun() == null || pool.autoScaleRun().results() == null) {
      return Optional.empty();
    }
    Matcher target = TARGET.matcher(pool.autoScaleRun().results());
    int nodes = 0;
    boolean found = false;
    while (target.find()) {
      nodes += Integer.parseInt(target.group(1));
      found = true;
    }
    return found ? Optional.of(nodes) : Optional.empty();
  }

  /** A code with what the service says about it, on one line. */
  static String line(
      @Nullable String code, @Nullable String message, @Nullable List<NameValuePair> values) {
    String details =
        values == null
            ? ""
            : values.stream()
                .map(value -> String.valueOf(value.value()))
                .collect(Collectors.joining("; "));
    String text = message == null ? "" : message.lines().findFirst().orElse("");
    return code
        + (text.isEmpty() ? "" : ": " + text)
        + (details.isEmpty() || details.equals(text) ? "" : " (" + details + ")");
  }
}
