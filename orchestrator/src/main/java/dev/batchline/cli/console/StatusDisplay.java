package dev.batchline.cli.console;

import dev.batchline.base.Timeline;
import dev.batchline.report.Wording;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunWatch;
import dev.batchline.run.TaskCounts;
import dev.batchline.target.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shows a run that others drive: redrawn in place on a terminal, else a line for each change.
 *
 * <p>Lines go to standard error, so that standard output has how the run ended and nothing else.
 */
public final class StatusDisplay implements AutoCloseable {

  private final Console console;
  private final Timeline timeline;
  private final Optional<TerminalBlock> block;
  private Optional<RunWatch.Look> last = Optional.empty();
  private String told = "";

  /**
   * @param pipeline whether this is a step of Azure Pipelines, where nothing is redrawn
   */
  public StatusDisplay(Console console, boolean pipeline, Timeline timeline) {
    this.console = console;
    this.timeline = timeline;
    this.block =
        console.screen().canRedraw() && !pipeline
            ? Optional.of(new TerminalBlock(console, this::lines))
            : Optional.empty();
  }

  public synchronized void show(RunWatch.Look look) {
    last = Optional.of(look);
    String now = state(look);
    if (block.isEmpty() && !now.equals(told)) {
      told = now;
      String why = look.why().isEmpty() ? "" : " · " + StandstillText.of(look.why().get(0));
      console.note(now + why);
    }
  }

  /** Removes the display. */
  @Override
  public synchronized void close() {
    last = Optional.empty();
    block.ifPresent(TerminalBlock::close);
  }

  /** What is worth a line when it changes: not how long something has gone on. */
  private static String state(RunWatch.Look look) {
    return look.record().state().word()
        + " · "
        + tasks(counts(look))
        + nodes(look).map(nodes -> " · " + nodes).orElse("");
  }

  private synchronized List<String> lines(int columns) {
    if (last.isEmpty()) {
      return List.of();
    }
    RunWatch.Look look = last.get();
    RunRecord record = look.record();
    List<String> lines = new ArrayList<>();
    lines.add(
        record.runId()
            + " · "
            + record.state().word()
            + " · "
            + RunViewText.whole(age(record, timeline.now())));
    StandstillText.of(look.why())
        .forEach(line -> lines.addAll(RunViewText.wrapped(line, columns - 1)));
    lines.add("  tasks   " + tasks(counts(look)));
    nodes(look).ifPresent(nodes -> lines.add("  nodes   " + nodes));
    return lines.stream().map(line -> RunViewText.cut(line, columns - 1)).toList();
  }

  private static Duration age(RunRecord record, Instant now) {
    return Duration.between(record.times().created(), now);
  }

  private static TaskCounts counts(RunWatch.Look look) {
    return look.state().counts();
  }

  private static String tasks(TaskCounts tasks) {
    return tasks.done()
        + " of "
        + Wording.count(tasks.total(), "task")
        + " done, "
        + tasks.running()
        + " running, "
        + tasks.failed()
        + " failed";
  }

  private static Optional<String> nodes(RunWatch.Look look) {
    return look.place().flatMap(Circumstances::pool).map(pool -> states(pool.nodesByState()));
  }

  private static String states(Map<String, Integer> nodesByState) {
    int all = nodesByState.values().stream().mapToInt(Integer::intValue).sum();
    return nodesByState.isEmpty()
        ? "0 nodes"
        : new TreeMap<>(nodesByState)
            .entrySet().stream()
                .map(each -> each.getValue() + " " + ForeignText.line(each.getKey()))
                .collect(Collectors.joining(", ", Wording.count(all, "node") + " (", ")"));
  }
}
