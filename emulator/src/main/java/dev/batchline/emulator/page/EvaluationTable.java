package dev.batchline.emulator.page;

import dev.batchline.emulator.model.AutoscaleEvaluation;
import dev.batchline.emulator.model.AutoscaleEvaluation.Seen;
import dev.batchline.emulator.model.AutoscaleEvaluation.Window;
import dev.batchline.emulator.model.AutoscaleRun;
import dev.batchline.emulator.model.NodeTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Evaluations of a formula, newest first: what each saw, and what it made of that. */
final class EvaluationTable {

  private static final String DEDICATED = "$TargetDedicatedNodes";
  private static final String SPOT = "$TargetLowPriorityNodes";

  private static final Pattern DECIMALS = Pattern.compile("(\\.\\d{4})\\d+");

  /** A variable may hold all samples of a day. */
  private static final int LONGEST = 200;

  private final Times times;

  EvaluationTable(Times times) {
    this.times = times;
  }

  /**
   * @param evaluations oldest first
   */
  Html html(List<AutoscaleEvaluation> evaluations) {
    Table table =
        new Table(
            "Evaluations of the formula",
            "time",
            "nodes it found",
            "samples it saw",
            "targets it set",
            "its variables");
    for (int i = evaluations.size() - 1; i >= 0; i--) {
      add(table, evaluations.get(i));
    }
    return table.orElse("The formula has not been evaluated yet.");
  }

  private void add(Table table, AutoscaleEvaluation evaluation) {
    Map<String, String> variables = variables(evaluation.run().results());
    String dedicated = Objects.requireNonNullElse(variables.remove(DEDICATED), "");
    String spot = Objects.requireNonNullElse(variables.remove(SPOT), "");
    NodeTargets before = evaluation.found().targets();
    table.row(
        times.at(evaluation.run().timestamp()),
        Html.text(PoolPage.numbers(evaluation.found().current(), before)),
        seen(evaluation),
        set(evaluation, dedicated, spot),
        variables(variables));
  }

  private static Html set(AutoscaleEvaluation evaluation, String dedicated, String spot) {
    NodeTargets before = evaluation.found().targets();
    return evaluation
        .set()
        .map(
            set ->
                Html.fragment(
                    target("dedicated", before.dedicated(), set.dedicated(), dedicated),
                    target("Spot", before.lowPriority(), set.lowPriority(), spot)))
        .or(() -> evaluation.run().error().map(EvaluationTable::error))
        .orElseGet(Html::fragment);
  }

  private static Html error(AutoscaleRun.Failed error) {
    return Html.tag("div")
        .looks("error")
        .add(Badge.FAILED.saying(error.code()))
        .add(Html.tag("div").add(error.message()), Html.tag("div").add(error.detail()));
  }

  /** What became of a target; what the formula said, if that was no whole number. */
  private static Html target(String kind, int before, int set, String said) {
    if (before == 0 && set == 0) {
      return Html.fragment();
    }
    Html line = Html.tag("div");
    if (before == set) {
      line.add(set + " " + kind);
    } else {
      line.add(Html.tag("strong").add(before + " → " + set)).add(" " + kind);
    }
    return said.isEmpty() || said.equals(Integer.toString(set))
        ? line
        : line.add(Html.tag("span").looks("quiet").add(" (it said " + shortened(said) + ")"));
  }

  private static Html seen(AutoscaleEvaluation evaluation) {
    if (evaluation.seen().isEmpty()) {
      return Html.tag("span").looks("quiet").add("none: the formula names no metric");
    }
    List<Html> lines = new ArrayList<>();
    for (Seen seen : evaluation.seen()) {
      lines.add(
          Html.tag("div")
              .add(Html.tag("code").add(seen.variable()), Html.text(" " + samples(seen)))
              .add(windows(evaluation, seen)));
    }
    return Html.fragment().add(lines);
  }

  private static String samples(Seen seen) {
    if (seen.samples() == 0) {
      return "no samples yet";
    }
    String values = seen.latest().stream().map(Numbers::plain).collect(Collectors.joining(" "));
    return (seen.samples() > seen.latest().size() ? "… " : "") + values;
  }

  private static Html windows(AutoscaleEvaluation evaluation, Seen seen) {
    String text =
        seen.windows().stream()
            .map(window -> window(evaluation, window))
            .distinct()
            .collect(Collectors.joining("; "));
    return Html.tag("div").looks("quiet").add(text);
  }

  private static String window(AutoscaleEvaluation evaluation, Window window) {
    Duration back = Duration.between(window.older(), evaluation.run().timestamp());
    return "last %s: %d of %d samples"
        .formatted(Times.text(back), window.present(), window.expected());
  }

  private static Html variables(Map<String, String> variables) {
    Html lines = Html.fragment();
    variables.forEach(
        (name, value) ->
            lines.add(
                Html.tag("div").add(Html.tag("code").add(name)).add(" = " + shortened(value))));
    return lines;
  }

  /** With four decimals of each number at most, and the beginning of what is very long. */
  private static String shortened(String value) {
    String text = DECIMALS.matcher(value).replaceAll("$1…");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Names and values of results, which are {@code name=value;name=value}. */
  static Map<String, String> variables(String results) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String part : results.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        variables.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return variables;
  }
}
