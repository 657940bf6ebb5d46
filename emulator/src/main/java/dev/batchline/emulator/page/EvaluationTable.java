package dev.batchline.emulator.page;

import dev.batchline.emulator.model.AutoscaleEvaluation;
import dev.batchline.emulator.model.AutoscaleEvaluation.Seen;
import dev.batchline.emulator.model.AutoscaleEvaluation.Window;
import dev.batchline.emulator.model.NodeTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluations of a formula, newest first: what each saw, and what it made of that. */
final class EvaluationTable {

  private static final String DEDICATED = "$TargetDedicatedNodes";
  private static final String SPOT = "$TargetLowPriorityNodes";

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
    String dedicated = variables.remove(DEDICATED);
    String spot = variables.remove(SPOT);
    NodeTargets before = evaluation.targets();
    table.row(
        times.at(evaluation.run().timestamp()),
        Html.text(PoolPage.numbers(evaluation.current(), before)),
        seen(evaluation),
        evaluation
            .run()
            .error()
            .map(
                error ->
                    Html.tag("div")
                        .looks("error")
                        .add(Badge.FAILED.saying(error.code()))
                        .add(Html.tag("div").add(error.message()))
                        .add(Html.tag("div").add(error.detail())))
            .orElseGet(
                () ->
                    Html.fragment(
                        target("dedicated", before.dedicated(), dedicated),
                        target("Spot", before.lowPriority(), spot))),
        variables(variables));
  }

  /** What the results say of a target, and from what it changed. */
  private static Html target(String kind, int before, @Nullable String now) {
    if (now == null || (now.equals("0") && before == 0)) {
      return Html.fragment();
    }
    boolean same = now.equals(Integer.toString(before));
    Html line = Html.tag("div");
    return same
        ? line.add(now + " " + kind)
        : line.add(Html.tag("strong").add(before + " → " + now)).add(" " + kind);
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
            lines.add(Html.tag("div").add(Html.tag("code").add(name)).add(" = " + value)));
    return lines;
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
