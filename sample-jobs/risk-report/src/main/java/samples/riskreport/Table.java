package samples.riskreport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A CSV file with a header, without quotes; lines that begin with # are comments. */
record Table(Path file, List<String> columns, List<Row> rows) {

  /** A line and where it is, for messages. */
  record Row(Path file, int line, Map<String, String> fields) {

    String text(String column) {
      String text = fields.get(column);
      if (text == null) {
        throw new InputException(file + ": there is no column \"" + column + "\"");
      }
      return text;
    }

    double number(String column) {
      try {
        return Double.parseDouble(text(column));
      } catch (NumberFormatException e) {
        throw wrong(column, "a number");
      }
    }

    InputException wrong(String column, String wanted) {
      String message = ": \"" + column + "\" must be " + wanted + ", but is " + text(column);
      return new InputException(file + ":" + line + message);
    }
  }

  static Table read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no file " + file);
    }
    List<String> columns = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> fields = List.of(line.strip().split(",", -1));
      if (columns.isEmpty()) {
        columns.addAll(fields);
        continue;
      }
      if (fields.size() != columns.size()) {
        throw new InputException(
            file + ":" + number + ": " + fields.size() + " fields, but " + columns.size());
      }
      Map<String, String> named = new TreeMap<>();
      for (int i = 0; i < fields.size(); i++) {
        named.put(columns.get(i), fields.get(i));
      }
      rows.add(new Row(file, number, named));
    }
    return new Table(file, columns, rows);
  }
}
