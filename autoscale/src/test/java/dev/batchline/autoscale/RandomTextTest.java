package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever the text: it is refused, or it evaluates to a result or an error. Nothing else. */
class RandomTextTest {

  private static final int TEXTS = 1500;
  private static final List<String> WORDS =
      List.of(
          "$TargetDedicatedNodes",
          "$TargetDedicated",
          "$NodeDeallocationOption",
          "requeue",
          "x",
          "$y",
          "$ActiveTasks",
          "$MemoryBytes",
          "$CurrentDedicatedNodes",
          "$CurrentDedicated",
          "GetSample",
          "GetSamplePercent",
          "Count",
          "HistoryBeginTime",
          "weekday",
          "hour",
          "TimeInterval_Minute",
          "TimeInterval_Year",
          "TimeInterval_Zero",
          "time",
          "max",
          "avg",
          "val",
          "vec",
          "percentile",
          "std",
          "lg",
          "stop",
          "rand",
          "0",
          "1",
          "0.5",
          "1e308",
          "99999999999",
          "\"2026-01-01\"",
          "\"\"",
          "\"",
          "'",
          "//",
          "/*",
          "*/",
          "\\",
          "%",
          "é",
          "\ud83d\ude00",
          "\ud83d",
          "\u0000",
          "\r\n",
          "\n",
          "\t");
  private static final String SYMBOLS = ";;;===?:<>+-*/!.(),&&||$#[]";
  private static final List<String> EXPRESSIONS =
      List.of(
          "1",
          "x",
          "$y",
          "-E",
          "!E",
          "(E)",
          "E+E",
          "E-E",
          "E*E",
          "E/E",
          "E<E",
          "E==E",
          "E&&E",
          "E||E",
          "E?E:E",
          "max(E,E)",
          "avg(E)",
          "val(E,E)",
          "lg(E)",
          "vec(E,E)",
          "time()",
          "time(\"2026-01-01\")",
          "E.hour",
          "TimeInterval_Hour",
          "-TimeInterval_Year",
          "\"a\"",
          "$ActiveTasks",
          "$ActiveTasks.GetSample(E)",
          "$ActiveTasks.GetSample(E,E)",
          "$RunningTasks.GetSample(E)",
          "-0.5",
          "$ActiveTasks.GetSamplePercent(E)",
          "$ActiveTasks.Count()",
          "1e300",
          "requeue",
          "$TargetDedicatedNodes",
          "percentile(E,E)",
          "std(E,E)",
          "round(E)",
          "stop()");

  @RepeatedTest(3)
  void randomWordsNeverCrash(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int text = 0; text < TEXTS; text++) {
      StringBuilder formula = new StringBuilder();
      for (int word = random.nextInt(40); word >= 0; word--) {
        formula.append(
            random.nextBoolean()
                ? WORDS.get(random.nextInt(WORDS.size()))
                : SYMBOLS.charAt(random.nextInt(SYMBOLS.length())));
        formula.append(random.nextInt(3) == 0 ? " " : "");
      }
      endsWell(formula.toString());
    }
  }

  @RepeatedTest(3)
  void randomFormulasEvaluateOrFailWithAPositionInsideThem(RepetitionInfo repetition) {
    Random random = new Random(100 + repetition.getCurrentRepetition());
    for (int text = 0; text < TEXTS; text++) {
      String formula =
          "x = "
              + expression(random, 5)
              + ";\n$y = "
              + expression(random, 5)
              + ";\n$TargetDedicatedNodes = "
              + expression(random, 6);
      endsWell(formula);
    }
  }

  private static String expression(Random random, int depth) {
    String form = EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()));
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < form.length(); index++) {
      char c = form.charAt(index);
      if (c == 'E') {
        text.append(depth == 0 ? "2" : expression(random, depth - 1));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static void endsWell(String text) {
    try {
      Formula formula = Formula.parse(text);
      formula.warnings().forEach(warning -> assertInside(text, warning));
      for (EvaluationOptions options : OPTIONS) {
        Evaluation evaluation = formula.evaluate(CONDITIONS.withOptions(options));
        evaluation.error().ifPresent(error -> assertInside(text, error.problem()));
        evaluation.warnings().forEach(warning -> assertInside(text, warning));
        assertThat(evaluation.resultsString()).contains("$NodeDeallocationOption=");
      }
    } catch (FormulaSyntaxException refused) {
      refused.problems().forEach(problem -> assertInside(text, problem));
    } catch (RuntimeException | StackOverflowError crash) {
      throw new AssertionError("crashed on: " + text, crash);
    }
  }

  private static void assertInside(String text, Problem problem) {
    String[] lines = text.split("\n", -1);
    Position at = problem.position();
    if (at.line() > lines.length || at.column() > lines[at.line() - 1].length() + 1) {
      throw new AssertionError(problem + " is outside of: " + text);
    }
  }

  private static final List<EvaluationOptions> OPTIONS =
      List.of(
          EvaluationOptions.standard(),
          EvaluationOptions.standard().withIeeeDivision(true).withSunday(7));
  private static final Instant NOW = Instant.parse("2026-01-05T08:30:00Z");
  private static final Conditions CONDITIONS =
      Conditions.at(NOW)
          .withPool(new PoolSize(3, 1, 3, 1, 4))
          .withSamples(
              Samples.none()
                  .with(NOW.minusSeconds(45), Map.of(Metric.ACTIVE_TASKS, 3.0))
                  .with(NOW.minusSeconds(15), Map.of(Metric.ACTIVE_TASKS, 0.0)));
}
