package dev.batchline.cli.console;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.batchline.report.Wording;
import dev.batchline.run.RunProgress;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import dev.batchline.target.Capacity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run in view, as text; pure. */
final class RunViewText {

  private static final int WIDEST_BAR = 40;

  private RunViewText() {}

  /** One line, for where output is not a terminal. */
  static String sentence(RunView view) {
    List<String> parts = new ArrayList<>();
    parts.add(view.status().word());
    switch (view.status()) {
      case UPLOADING -> view.upload().ifPresent(u -> parts.add(UploadText.of(u)));
      case PLANNED, RUNNING -> {
        view.progress().ifPresent(p -> parts.add(tasks(p)));
        view.progress().flatMap(RunProgress::capacity).ifPresent(c -> parts.add(nodes(c)));
      }
      case COLLECTING -> view.collect().ifPresent(c -> parts.add(UploadText.of(c)));
      case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, STOPPED -> {}
    }
    parts.add(time(view));
    return String.join(" · ", parts);
  }

  /**
   * Lines to redraw in place, none wider than the terminal.
   *
   * @param columns of the terminal, 1 of which stays free: a full last column would wrap
   */
  static List<String> block(RunView view, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(view.run() + " · " + view.status().word() + " · " + time(view));
    switch (view.status()) {
      case UPLOADING ->
          view.upload()
              .ifPresent(
                  u ->
                      lines.add(
                          "  upload  "
                              + bar(u.bytesDone(), u.bytes(), columns)
                              + UploadText.of(u)));
      case COLLECTING -> view.collect().ifPresent(c -> lines.add("  copy    " + UploadText.of(c)));
      case PLANNED, RUNNING, SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, STOPPED ->
          view.progress().ifPresent(p -> running(p, columns, lines));
    }
    return lines.stream().map(line -> cut(line, columns - 1)).toList();
  }

  private static void running(RunProgress progress, int columns, List<String> lines) {
    TaskCounts tasks = progress.tasks();
    progress.why().ifPresent(why -> lines.addAll(wrapped(StandstillText.of(why), columns - 1)));
    lines.add("  tasks   " + bar(tasks.done(), tasks.total(), columns) + tasks(progress));
    progress.capacity().ifPresent(capacity -> lines.add("  nodes   " + nodes(capacity)));
    progress.capacity().stream()
        .flatMap(capacity -> capacity.problems().stream())
        .limit(2)
        .forEach(problem -> lines.add("  ! " + ForeignText.line(problem)));
  }

  private static String tasks(RunProgress progress) {
    TaskCounts tasks = progress.tasks();
    StringBuilder text = new StringBuilder();
    text.append(tasks.done()).append(" of ").append(Wording.count(tasks.total(), "task"));
    text.append(" done, ").append(tasks.running()).append(" running, ");
    text.append(tasks.waiting()).append(" waiting, ").append(tasks.failed()).append(" failed");
    if (progress.retrying() > 0) {
      text.append(", ").append(progress.retrying()).append(" to be retried");
    }
    return text.toString();
  }

  private static String nodes(Capacity capacity) {
    String wanted =
        capacity.targetNodes() >= 0 && capacity.targetNodes() != capacity.nodes()
            ? capacity.nodes() + " of " + Wording.count(capacity.targetNodes(), "node")
            : Wording.count(capacity.nodes(), "node");
    Map<String, Integer> states = new TreeMap<>(capacity.nodesByState());
    return states.isEmpty()
        ? wanted
        : states.entrySet().stream()
            .map(e -> e.getValue() + " " + ForeignText.line(e.getKey()))
            .collect(Collectors.joining(", ", wanted + " (", ")"));
  }

  private static String time(RunView view) {
    String left =
        view.progress()
            .filter(p -> view.status() == RunStatus.RUNNING)
            .flatMap(RunViewText::left)
            .orElse("");
    return whole(view.elapsed()) + left + deadline(view);
  }

  private static Optional<String> left(RunProgress progress) {
    String how = progress.atLeast() ? ", at least " : ", about ";
    return progress.remaining().map(remaining -> how + whole(remaining) + " left");
  }

  /** How the forecast compares with the deadline; before there is one, the deadline itself. */
  private static String deadline(RunView view) {
    return view.progress()
        .filter(p -> view.status() == RunStatus.RUNNING)
        .flatMap(
            p ->
                p.deadline()
                    .map(
                        deadline ->
                            p.spare()
                                .map(RunViewText::spare)
                                .orElse(", deadline " + deadline.at().truncatedTo(SECONDS))))
        .orElse("");
  }

  private static String spare(Duration spare) {
    return spare.isNegative()
        ? " (" + whole(spare.negated()) + " after its deadline)"
        : " (" + whole(spare) + " before its deadline)";
  }

  /** Whole seconds: a display that counts tenths can't be read. */
  static String whole(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 60 ? seconds + " s" : Wording.duration(Duration.ofSeconds(seconds));
  }

  /** Empty on a terminal too narrow for one. */
  private static String bar(long done, long total, int columns) {
    int width = Math.min(WIDEST_BAR, columns - 80);
    if (width < 10 || total <= 0) {
      return "";
    }
    int filled = (int) (width * Math.min(done, total) / total);
    return "[" + "#".repeat(filled) + "-".repeat(width - filled) + "] ";
  }

  /** A sentence in as many lines as it takes, between words; further ones are indented. */
  static List<String> wrapped(String sentence, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("  !");
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + 1 + word.length() > columns && line.length() > 4) {
        lines.add(line.toString());
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  static String cut(String line, int columns) {
    return line.length() <= columns ? line : line.substring(0, Math.max(0, columns - 1)) + "…";
  }
}
