package dev.batchline.emulator.page;

import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.PoolHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The numbers of nodes of a pool over time: what it was to have, dashed, and what it had. */
final class SizeChart {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 100;

  private final List<PoolHistory.Size> sizes;
  private final Times times;
  private final Instant first;
  private final double millis;
  private final int most;

  /**
   * @param sizes oldest first; one at least
   */
  SizeChart(List<PoolHistory.Size> sizes, Times times) {
    this.sizes = sizes;
    this.times = times;
    this.first = sizes.get(0).since();
    this.millis = Math.max(1, Duration.between(first, times.now()).toMillis());
    this.most = Math.max(1, sizes.stream().mapToInt(SizeChart::largest).max().orElse(1));
  }

  private static int largest(PoolHistory.Size size) {
    return Math.max(largest(size.targets()), largest(size.current()));
  }

  private static int largest(NodeTargets nodes) {
    return Math.max(nodes.dedicated(), nodes.lowPriority());
  }

  Html html() {
    boolean spot = has(NodeTargets::lowPriority);
    Html lines =
        Html.tag("svg")
            .attribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
            .attribute("preserveAspectRatio", "none")
            .attribute("role", "img")
            .attribute("aria-label", words());
    Html legend = Html.tag("ul").looks("legend");
    if (has(NodeTargets::dedicated) || !spot) {
      lines.add(line("dedicated target", size -> size.targets().dedicated()));
      lines.add(line("dedicated", size -> size.current().dedicated()));
      legend.add(key("dedicated", "dedicated nodes"), key("dedicated target", "their target"));
    }
    if (spot) {
      lines.add(line("spot target", size -> size.targets().lowPriority()));
      lines.add(line("spot", size -> size.current().lowPriority()));
      legend.add(key("spot", "Spot nodes"), key("spot target", "their target"));
    }
    return Html.tag("figure")
        .looks("chart")
        .add(
            Html.tag("div")
                .looks("scale")
                .attribute("aria-hidden", "true")
                .add(Html.tag("span").add(Integer.toString(most)), Html.tag("span").add("0")),
            lines,
            Html.tag("div").looks("span").add(times.at(first), Html.tag("span").add("now")),
            Html.tag("figcaption").add(legend));
  }

  private boolean has(ToIntFunction<NodeTargets> kind) {
    return sizes.stream()
        .anyMatch(s -> kind.applyAsInt(s.targets()) > 0 || kind.applyAsInt(s.current()) > 0);
  }

  private String words() {
    PoolHistory.Size last = sizes.get(sizes.size() - 1);
    return "Nodes over the last %s, %d at most; now %d of %d dedicated and %d of %d Spot"
        .formatted(
            Times.text(Duration.ofMillis((long) millis)),
            most,
            last.current().dedicated(),
            last.targets().dedicated(),
            last.current().lowPriority(),
            last.targets().lowPriority());
  }

  /** Steps: a number holds until the next one. */
  private Html line(String looks, ToIntFunction<PoolHistory.Size> number) {
    StringBuilder points = new StringBuilder();
    double before = y(number.applyAsInt(sizes.get(0)));
    for (PoolHistory.Size size : sizes) {
      double x = WIDTH * Duration.between(first, size.since()).toMillis() / millis;
      double y = y(number.applyAsInt(size));
      points.append(point(x, before)).append(point(x, y));
      before = y;
    }
    points.append(point(WIDTH, before));
    return Html.tag("polyline")
        .looks(looks)
        .attribute("points", points.toString().strip())
        .attribute("vector-effect", "non-scaling-stroke");
  }

  private double y(int number) {
    return HEIGHT - 2 - (HEIGHT - 4.0) * number / most;
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
  }

  private static Html key(String looks, String text) {
    return Html.tag("li")
        .add(
            Html.tag("svg")
                .looks("key")
                .attribute("viewBox", "0 0 24 8")
                .attribute("aria-hidden", "true")
                .add(Html.tag("polyline").looks(looks).attribute("points", "0,4 24,4")))
        .add(text);
  }
}
