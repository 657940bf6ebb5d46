package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures as people read them, the same in every place where a simulation is shown. */
final class Spoken {

  private Spoken() {}

  /** {@code 45 s}, {@code 12 min}, {@code 3 h 05 min}, {@code 2 d 4 h}. */
  static String of(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return duration.toSeconds() + " s";
    }
    if (duration.compareTo(Duration.ofHours(1)) < 0) {
      return duration.toMinutes() + " min";
    }
    if (duration.compareTo(Duration.ofDays(2)) < 0) {
      return String.format(
          Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
    return duration.toDays() + " d " + duration.toHoursPart() + " h";
  }

  static String of(double number) {
    return String.format(Locale.ROOT, "%,.2f", number);
  }

  /** Without decimals where there are none to show. */
  static String brief(double number) {
    return number == Math.rint(number) ? of((long) number) : of(number);
  }

  static String of(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A name and a figure for each line of a summary. */
  record Line(String name, String figure) {}

  static List<Line> lines(Summary summary) {
    Summary.Tasks tasks = summary.tasks();
    Summary.Waiting waiting = summary.waiting();
    Summary.Usage usage = summary.usage();
    return List.of(
        new Line("tasks", taskCounts(tasks)),
        new Line(
            "finished",
            summary.finished().map(after -> "after " + of(after)).orElse("not within the time")),
        new Line(
            "waiting",
            "mean %s, median %s, 95%% within %s, longest %s"
                .formatted(
                    of(waiting.mean()),
                    of(waiting.median()),
                    of(waiting.percentile95()),
                    of(waiting.longest()))),
        new Line("most nodes", of(usage.mostNodes())),
        new Line(
            "core-hours",
            "%s busy, %s idle, %s booting"
                .formatted(
                    of(usage.busyCoreHours()),
                    of(usage.idleCoreHours()),
                    of(usage.bootCoreHours()))),
        new Line("preemptions", of(usage.preemptions())),
        new Line("cost", of(usage.cost())));
  }

  private static String taskCounts(Summary.Tasks tasks) {
    return List.of(
            new Line("arrived", of(tasks.arrived())),
            new Line("succeeded", of(tasks.succeeded())),
            new Line("terminated", of(tasks.terminated())),
            new Line("unfinished", of(tasks.unfinished())),
            new Line("requeued", of(tasks.requeued())))
        .stream()
        .filter(line -> line.name().equals("arrived") || !line.figure().equals("0"))
        .map(line -> line.figure() + " " + line.name())
        .collect(Collectors.joining(", "));
  }
}
