package dev.batchline.telemetry;

import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects what several sources measured. */
public final class Parts {

  private final List<Series> series = new ArrayList<>();
  private final List<Summary> summaries = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  void add(Series added) {
    series.add(added);
  }

  void add(Summary added) {
    summaries.add(added);
  }

  void notice(String line) {
    notices.add(line);
  }

  void include(Parts others) {
    series.addAll(others.series);
    summaries.addAll(others.summaries);
    notices.addAll(others.notices);
  }

  public Telemetry telemetry(Instant from, Instant to) {
    return new Telemetry(from, to, series, summaries, notices);
  }
}
