package dev.batchline.autoscale;

import dev.batchline.autoscale.Value.Interval;
import dev.batchline.autoscale.Value.Numeric;
import dev.batchline.autoscale.Value.Timestamp;
import dev.batchline.autoscale.Value.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The methods of metrics: reads sample histories as they are visible at one instant, and keeps note
 * of each window read.
 */
final class SampleReader {

  /** What GetSample demands of a window when the formula says nothing. */
  static final double DEFAULT_PERCENT = 70;

  private static final Map<String, Method> METHODS =
      Map.of(
          "GetSample", SampleReader::getSample,
          "GetSamplePercent", SampleReader::getSamplePercent,
          "GetSamplePeriod", SampleReader::getSamplePeriod,
          "Count", SampleReader::count,
          "HistoryBeginTime", SampleReader::historyBeginTime);

  private final Conditions conditions;
  private final long now;
  private final long visible;
  private final long period;
  private final List<SampleWindow> windows = new ArrayList<>();

  SampleReader(Conditions conditions) {
    this.conditions = conditions;
    this.now = Ticks.of(conditions.now());
    this.visible = now - Ticks.of(conditions.options().sampleDelay());
    this.period = Ticks.of(conditions.options().samplePeriod());
  }

  /** A call such as {@code $PendingTasks.GetSample(…)}, at its parenthesis. */
  record Request(Metric metric, String method, Position position, List<Value> arguments) {
    private EvaluationEnd wrongArguments(String expected) {
      return EvaluationEnd.failed(
          position, method + " does not take these arguments", "Write " + expected + ".");
    }
  }

  private interface Method {
    Value call(SampleReader reader, Request request);
  }

  static Set<String> methods() {
    return METHODS.keySet();
  }

  List<SampleWindow> windows() {
    return windows;
  }

  /**
   * @throws EvaluationEnd when the samples don't suffice or the arguments don't fit
   * @throws ArithmeticException when a window is out of the range of time
   */
  Value call(Request request) {
    Method method = METHODS.get(request.method());
    if (method == null) {
      throw EvaluationEnd.failed(
          request.position(),
          "Undefined method: " + request.method(),
          Suggestions.didYouMean(request.method(), methods()));
    }
    return method.call(this, request);
  }

  /** The last sample, or 0 when there is none. */
  double last(Metric metric) {
    SampleHistory history = history(metric);
    return history.isEmpty() ? 0 : history.value(history.size() - 1);
  }

  private Value getSample(Request request) {
    List<Value> arguments = request.arguments();
    if (arguments.size() == 1 && arguments.get(0) instanceof Numeric count) {
      return lastSamples(request, count.number());
    }
    boolean percentGiven =
        arguments.size() > 1 && arguments.get(arguments.size() - 1) instanceof Numeric;
    double wanted =
        percentGiven ? ((Numeric) arguments.get(arguments.size() - 1)).number() : DEFAULT_PERCENT;
    int bounds = arguments.size() - (percentGiven ? 1 : 0);
    if (bounds < 1 || bounds > 2) {
      throw request.wrongArguments("GetSample(count), (start), (start, end), with a percent after");
    }
    SampleWindow window = window(request, bounds, wanted);
    if (window.percent() < wanted) {
      throw EvaluationEnd.failed(
          FormulaErrorCode.INSUFFICIENT_SAMPLE_DATA,
          request.position(),
          "Insufficient data from data set: %s wanted %s%%, received %d%%"
              .formatted(
                  request.metric().variable(),
                  new Numeric(wanted).text(),
                  (long) Math.floor(window.percent())),
          "Ask GetSamplePercent first, and take another value while it is below what is wanted.");
    }
    return new Vector(inWindow(window).values());
  }

  private Value lastSamples(Request request, double count) {
    SampleHistory last = history(request.metric()).last((int) count);
    long oldest = last.isEmpty() ? visible : Ticks.of(last.time(0)) - 1;
    windows.add(
        new SampleWindow(
            request.position(),
            request.metric(),
            Ticks.toInstant(oldest),
            Ticks.toInstant(visible),
            last.size(),
            Math.max(0, (int) count),
            0));
    return new Vector(last.values());
  }

  private Value getSamplePercent(Request request) {
    int bounds = request.arguments().size();
    if (bounds < 1 || bounds > 2) {
      throw request.wrongArguments("GetSamplePercent(start) or (start, end)");
    }
    return new Numeric(window(request, bounds, 0).percent());
  }

  private Value getSamplePeriod(Request request) {
    requireNoArguments(request);
    return new Interval(conditions.options().samplePeriod());
  }

  private Value count(Request request) {
    requireNoArguments(request);
    return new Numeric(history(request.metric()).size());
  }

  private Value historyBeginTime(Request request) {
    requireNoArguments(request);
    SampleHistory history = history(request.metric());
    if (history.isEmpty()) {
      throw EvaluationEnd.failed(
          FormulaErrorCode.INSUFFICIENT_SAMPLE_DATA,
          request.position(),
          "Insufficient data from data set: " + request.metric().variable() + " has no sample",
          "Ask Count() first.");
    }
    return new Timestamp(history.time(0));
  }

  private static void requireNoArguments(Request request) {
    if (!request.arguments().isEmpty()) {
      throw request.wrongArguments(request.method() + "()");
    }
  }

  /** The window of a call's first one or two arguments, in either order; noted. */
  private SampleWindow window(Request request, int bounds, double wanted) {
    long first = bound(request, 0);
    long second = bounds == 2 ? bound(request, 1) : now;
    long older = Math.min(first, second);
    long newer = Math.max(first, second);
    long expected = older >= now ? 1 : Math.max(1, Ticks.difference(newer, older) / period);
    SampleWindow window =
        new SampleWindow(
            request.position(),
            request.metric(),
            Ticks.toInstant(older),
            Ticks.toInstant(newer),
            history(request.metric()).between(older, newer).size(),
            (int) Math.min(Integer.MAX_VALUE, expected),
            wanted);
    windows.add(window);
    return window;
  }

  private SampleHistory inWindow(SampleWindow window) {
    return history(window.metric()).between(Ticks.of(window.older()), Ticks.of(window.newer()));
  }

  private long bound(Request request, int index) {
    Value value = request.arguments().get(index);
    if (value instanceof Timestamp timestamp) {
      return Ticks.of(timestamp.instant());
    }
    if (value instanceof Interval interval) {
      return Ticks.difference(now, Ticks.of(interval.duration()));
    }
    throw request.wrongArguments("a timestamp, or a timeinterval counted back from now");
  }

  private SampleHistory history(Metric metric) {
    return conditions.samples().of(metric).upTo(visible);
  }
}
