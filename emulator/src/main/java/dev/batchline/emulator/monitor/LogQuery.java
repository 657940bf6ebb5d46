package dev.batchline.emulator.monitor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The small part of KQL that the emulator answers; everything else is refused, never guessed.
 *
 * @param stages applied to the rows in order
 * @param columns of the result; just {@code Count} when the rows are counted
 */
record LogQuery(List<UnaryOperator<List<LogTable.Row>>> stages, List<String> columns) {

  static final String COUNT = "Count";

  static LogQuery parse(String query, Instant now) {
    return new Parser(new LogWords(query), now).parse();
  }

  List<LogTable.Row> run(List<LogTable.Row> rows) {
    List<LogTable.Row> result = rows;
    for (UnaryOperator<List<LogTable.Row>> stage : stages) {
      result = stage.apply(result);
    }
    return result;
  }

  private static final class Parser {

    private final LogWords words;
    private final Instant now;
    private final List<UnaryOperator<List<LogTable.Row>>> stages = new ArrayList<>();
    private List<String> columns = LogTable.COLUMNS;

    Parser(LogWords words, Instant now) {
      this.words = words;
      this.now = now;
    }

    LogQuery parse() {
      LogWords.Word table = words.take();
      if (!table.text().equals(LogTable.NAME)) {
        throw new MonitorException(
            400,
            "BadArgumentError",
            "Failed to resolve table or column expression named '"
                + table.text()
                + "'; the emulator has the table AzureDiagnostics alone.");
      }
      while (!words.atEnd()) {
        words.expect("|");
        stage(words.take());
      }
      return new LogQuery(List.copyOf(stages), columns);
    }

    private void stage(LogWords.Word word) {
      switch (word.text()) {
        case "where" -> where();
        case "take", "limit" -> take();
        case "order", "sort" -> order();
        case "project" -> project();
        case "count" -> {
          columns = List.of(COUNT);
          if (!words.atEnd()) {
            throw LogWords.notSupported(words.take());
          }
        }
        default -> throw LogWords.notSupported(word);
      }
    }

    private void where() {
      Predicate<LogTable.Row> condition = condition();
      while (words.takeIf("and")) {
        condition = condition.and(condition());
      }
      Predicate<LogTable.Row> all = condition;
      stages.add(rows -> rows.stream().filter(all).toList());
    }

    private Predicate<LogTable.Row> condition() {
      String column = column(words.take());
      return column.equals(LogTable.TIME) ? timeCondition() : textCondition(column);
    }

    private Predicate<LogTable.Row> textCondition(String column) {
      LogWords.Word operator = words.take();
      switch (operator.text()) {
        case "==", "!=", "=~" -> {
          String wanted = string();
          return switch (operator.text()) {
            case "==" -> row -> row.value(column).equals(wanted);
            case "!=" -> row -> !row.value(column).equals(wanted);
            default -> row -> row.value(column).equalsIgnoreCase(wanted);
          };
        }
        case "in" -> {
          words.expect("(");
          List<String> wanted = new ArrayList<>(List.of(string()));
          while (words.takeIf(",")) {
            wanted.add(string());
          }
          words.expect(")");
          return row -> wanted.contains(row.value(column));
        }
        default -> throw LogWords.notSupported(operator);
      }
    }

    private Predicate<LogTable.Row> timeCondition() {
      LogWords.Word operator = words.take();
      Instant moment = moment();
      return switch (operator.text()) {
        case ">" -> row -> row.time().isAfter(moment);
        case ">=" -> row -> !row.time().isBefore(moment);
        case "<" -> row -> row.time().isBefore(moment);
        case "<=" -> row -> !row.time().isAfter(moment);
        default -> throw LogWords.notSupported(operator);
      };
    }

    private Instant moment() {
      LogWords.Word function = words.take();
      words.expect("(");
      LogWords.Word argument = words.take();
      words.expect(")");
      try {
        return switch (function.text()) {
          case "ago" -> now.minus(Duration.parse(iso(argument.text())));
          case "datetime" -> instant(argument.text());
          default -> throw LogWords.notSupported(function);
        };
      } catch (DateTimeException e) {
        throw LogWords.notSupported(argument);
      }
    }

    /** {@code 30m} and {@code 7d} as ISO 8601 has it. */
    private static String iso(String timespan) {
      return timespan.endsWith("d") ? "P" + timespan : "PT" + timespan;
    }

    private static Instant instant(String text) {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant();
    }

    private void take() {
      LogWords.Word number = words.take();
      int most;
      try {
        most = Integer.parseInt(number.text());
      } catch (NumberFormatException e) {
        throw LogWords.notSupported(number);
      }
      stages.add(rows -> rows.stream().limit(most).toList());
    }

    private void order() {
      words.expect("by");
      words.expect(LogTable.TIME);
      Comparator<LogTable.Row> oldestFirst = Comparator.comparing(LogTable.Row::time);
      boolean ascending = words.takeIf("asc");
      if (!ascending) {
        words.takeIf("desc");
      }
      Comparator<LogTable.Row> order = ascending ? oldestFirst : oldestFirst.reversed();
      stages.add(rows -> rows.stream().sorted(order).toList());
    }

    private void project() {
      List<String> chosen = new ArrayList<>(List.of(column(words.take())));
      while (words.takeIf(",")) {
        chosen.add(column(words.take()));
      }
      columns = List.copyOf(chosen);
    }

    private String column(LogWords.Word word) {
      if (!columns.contains(word.text())) {
        throw LogWords.notSupported(word);
      }
      return word.text();
    }

    private String string() {
      LogWords.Word word = words.take();
      if (!word.isString()) {
        throw LogWords.notSupported(word);
      }
      return word.unquoted();
    }
  }
}
