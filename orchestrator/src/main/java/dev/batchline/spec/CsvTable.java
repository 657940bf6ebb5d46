package dev.batchline.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in the text of a CSV file as RFC 4180 has it, its first record naming the columns.
 *
 * <p>It keeps the text and where each row begins; fields are cut out when they are asked for.
 */
public final class CsvTable {

  private final String text;
  private final List<String> columns;
  private final int[] rows;

  private CsvTable(String text, List<String> columns, int[] rows) {
    this.text = text;
    this.columns = List.copyOf(columns);
    this.rows = rows;
  }

  public int rowCount() {
    return rows.length;
  }

  public List<String> columns() {
    return columns;
  }

  /** The field of a column in a row from 0. */
  public String value(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("no column " + column);
    }
    return new Cut(text, rows[row]).fields().get(index);
  }

  /** Checks and indexes a text; what is wrong becomes problems, and such rows drop out. */
  static CsvTable parse(String text, Problems problems) {
    if (text.isBlank()) {
      problems.add(Position.START, "the file is empty; it needs a line that names its columns", "");
      return new CsvTable(text, List.of(), new int[0]);
    }
    Cut header = new Cut(text, 0);
    List<String> columns = header.fields().stream().map(String::strip).toList();
    header.check(problems, Position.START);
    checkColumns(columns, problems);
    int[] rows = new int[256];
    int count = 0;
    int line = 1 + lines(text, 0, header.end());
    for (int at = header.end(); at < text.length(); ) {
      Cut record = new Cut(text, at);
      Position place = new Position(line, 1);
      if (!record.isBlank()) {
        record.check(problems, place);
        if (record.fields().size() != columns.size()) {
          problems.add(
              place,
              "fields in this row: %d; columns that the first line names: %d"
                  .formatted(record.fields().size(), columns.size()),
              "Put quotes around a field that holds a comma.");
        }
        rows = count == rows.length ? Arrays.copyOf(rows, 2 * count) : rows;
        rows[count++] = at;
      }
      line += lines(text, at, record.end());
      at = record.end();
    }
    return new CsvTable(text, columns, Arrays.copyOf(rows, count));
  }

  private static void checkColumns(List<String> columns, Problems problems) {
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (column.isEmpty()) {
        problems.add(Position.START, "column %d has no name".formatted(i + 1), "");
      } else if (columns.indexOf(column) < i) {
        problems.add(
            Position.START, "two columns have the name \"" + column + "\"", "Rename one of them.");
      }
    }
    if (columns.size() == 1 && columns.get(0).contains(";")) {
      problems.add(
          Position.START,
          "the columns are separated by semicolons",
          "Separate them by commas, as RFC 4180 has it.");
    }
  }

  private static int lines(String text, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += text.charAt(i) == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** One record, cut into fields. */
  private static final class Cut {

    private final String text;
    private final List<String> fields = new ArrayList<>();
    private final int from;
    private int at;
    private boolean unclosed;

    Cut(String text, int from) {
      this.text = text;
      this.from = from;
      this.at = from;
      do {
        fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      } while (skip(','));
      skip('\r');
      skip('\n');
    }

    List<String> fields() {
      return fields;
    }

    /** Where the next record begins. */
    int end() {
      return at;
    }

    boolean isBlank() {
      return text.substring(from, at).isBlank();
    }

    void check(Problems problems, Position place) {
      if (unclosed) {
        problems.add(place, "a quote is opened in this row and never closed", "");
      }
    }

    private String plain() {
      int begin = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(begin, at);
    }

    private String quoted() {
      StringBuilder field = new StringBuilder();
      at++;
      while (at < text.length()) {
        int quote = text.indexOf('"', at);
        if (quote < 0) {
          unclosed = true;
          field.append(text, at, text.length());
          at = text.length();
          return field.toString();
        }
        field.append(text, at, quote);
        at = quote + 1;
        if (!skip('"')) {
          return field + plain();
        }
        field.append('"');
      }
      unclosed = true;
      return field.toString();
    }

    private boolean skip(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }
  }
}
