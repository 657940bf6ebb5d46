package dev.batchline.cli.console;

import dev.batchline.plan.Invocation;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlanPreview;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.PlannedTask;
import dev.batchline.plan.StagedFile;
import dev.batchline.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a run would do, for people. */
public final class PlanText {

  private static final int FILES_SHOWN = 5;

  private PlanText() {}

  /**
   * @param there bytes that Storage has already; empty when it was not asked
   */
  public static String of(PlanPreview preview, Optional<Long> there) {
    PlanHeader header = preview.header();
    List<String> lines = new ArrayList<>();
    lines.add(header.name() + ": " + Wording.count(header.taskCount(), "task"));
    if (!header.parameters().isEmpty()) {
      lines.add(
          "  parameters  "
              + new TreeMap<>(header.parameters())
                  .entrySet().stream()
                      .map(e -> e.getKey() + "=" + ForeignText.line(e.getValue()))
                      .collect(Collectors.joining(", ")));
    }
    lines.add(
        "  upload      "
            + Wording.count(preview.uploads().size(), "file")
            + ", "
            + Wording.bytes(preview.uploadBytes())
            + there
                .map(bytes -> ", of which " + Wording.bytes(bytes) + " are in Storage already")
                .orElse(""));
    files("app", header.app(), lines);
    files("inputs", header.inputs(), lines);
    lines.add(
        "  pool        "
            + ForeignText.line(header.pool().template())
            + (header.pool().cores() > 0
                ? ", " + Wording.count(header.pool().cores(), "core") + " per node"
                : "")
            + (header.pool().keep() ? ", kept when the run has ended" : ""));
    header
        .pool()
        .further()
        .forEach(
            pool ->
                lines.add(
                    "  further     "
                        + ForeignText.line(pool.template())
                        + (pool.cores() > 0
                            ? ", " + Wording.count(pool.cores(), "core") + " per node"
                            : "")
                        + ", when the first attempt needs it"));
    lines.add(
        "  retry       up to "
            + Wording.count(header.retry().attempts(), "attempt")
            + ", first again after "
            + Wording.duration(header.retry().backoff()));
    lines.add("  limit       " + Wording.duration(header.limits().wallClock()));
    preview.groups().forEach(group -> group(group, lines));
    return String.join("\n", lines);
  }

  private static void files(String what, List<StagedFile> files, List<String> lines) {
    if (files.isEmpty()) {
      return;
    }
    String shown =
        files.stream()
            .limit(FILES_SHOWN)
            .map(file -> ForeignText.line(file.path()) + " (" + Wording.bytes(file.size()) + ")")
            .collect(Collectors.joining(", "));
    int more = files.size() - FILES_SHOWN;
    lines.add(
        "  "
            + what
            + " ".repeat(12 - what.length())
            + shown
            + (more > 0 ? " and " + Wording.count(more, "more file") : ""));
  }

  private static void group(PlanPreview.Group preview, List<String> lines) {
    PlannedGroup group = preview.group();
    lines.add("");
    lines.add(
        group.name()
            + ": "
            + Wording.count(group.count(), "task")
            + (group.after().isEmpty() ? "" : ", after " + String.join(", ", group.after())));
    for (PlannedTask task : preview.firstTasks()) {
      lines.add("  " + task.id() + "  " + command(task.invocation()) + extras(task));
    }
    int more = group.count() - preview.firstTasks().size();
    if (more > 0) {
      lines.add("  and " + Wording.count(more, "more task"));
    }
  }

  private static String extras(PlannedTask task) {
    List<String> extras = new ArrayList<>();
    Map<String, String> environment = new TreeMap<>(task.environment());
    environment.forEach((name, value) -> extras.add(name + "=" + ForeignText.line(value)));
    if (!task.inputs().isEmpty()) {
      extras.add(Wording.count(task.inputs().size(), "input"));
    }
    task.timeLimit().ifPresent(limit -> extras.add("at most " + Wording.duration(limit)));
    return extras.isEmpty() ? "" : "  [" + String.join(", ", extras) + "]";
  }

  /** Arguments with blanks or quotes in them are shown in quotes, as a person would type them. */
  private static String command(Invocation invocation) {
    if (invocation instanceof Invocation.Shell shell) {
      return ForeignText.line(shell.line());
    }
    return ((Invocation.Arguments) invocation)
        .arguments().stream()
            .map(ForeignText::line)
            .map(a -> a.matches("[\\w./:=@%+,-]+") ? a : "'" + a.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }
}
