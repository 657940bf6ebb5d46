package dev.batchline.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The table of what can happen, what it means and what is done: {@code failure-policy.txt}.
 *
 * <p>Each happening has a row for codes that have none of their own, so a code that Azure adds
 * tomorrow has a meaning too.
 */
public final class FailurePolicy {

  private static final String RESOURCE = "failure-policy.txt";
  private static final FailurePolicy TABLE = read();

  private final List<FailureRow> rows;
  private final Map<Happening, Map<String, FailureRow>> byCode = new HashMap<>();

  private FailurePolicy(List<FailureRow> rows) {
    this.rows = List.copyOf(rows);
    for (FailureRow row : rows) {
      FailureRow before =
          byCode
              .computeIfAbsent(row.happening(), happening -> new HashMap<>())
              .put(row.code(), row);
      if (before != null) {
        throw new IllegalStateException("two rows for " + row.happening() + " " + row.code());
      }
    }
    for (Happening happening : Happening.values()) {
      if (!byCode.getOrDefault(happening, Map.of()).containsKey(FailureRow.ANY)) {
        throw new IllegalStateException(happening + " has no row for other codes");
      }
    }
  }

  /** All rows in the order of the table. */
  public static List<FailureRow> rows() {
    return TABLE.rows;
  }

  /** The row of a code, or that of all other codes. */
  public static FailureRow row(Happening happening, String code) {
    Map<String, FailureRow> codes = TABLE.byCode.getOrDefault(happening, Map.of());
    return Objects.requireNonNull(codes.getOrDefault(code, codes.get(FailureRow.ANY)));
  }

  /** The row that has this code of its own, among those of attempts. */
  public static Optional<FailureRow> ofAttempt(String code) {
    return TABLE.rows.stream()
        .filter(row -> row.happening().endsAttempt() && row.code().equals(code))
        .findFirst();
  }

  /** Codes that have a row of their own, among those of attempts and of answers. */
  public static NavigableSet<String> codes() {
    NavigableSet<String> codes = new TreeSet<>();
    for (FailureRow row : TABLE.rows) {
      boolean named = row.happening().endsAttempt() || row.happening() == Happening.ANSWER;
      if (named && !row.code().equals(FailureRow.ANY) && !row.code().matches("[0-9]+")) {
        codes.add(row.code());
      }
    }
    return codes;
  }

  /** Codes of answers that say that a quota is used up. */
  public static NavigableSet<String> quotaCodes() {
    NavigableSet<String> codes = new TreeSet<>();
    for (FailureRow row : TABLE.rows) {
      if (row.happening() == Happening.ANSWER && row.meaning() == Meaning.CAPACITY) {
        codes.add(row.code());
      }
    }
    return codes;
  }

  private static FailurePolicy read() {
    try (InputStream in = FailurePolicy.class.getResourceAsStream(RESOURCE)) {
      String text =
          new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
      List<FailureRow> rows = new ArrayList<>();
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> rows.add(row(line)));
      return new FailurePolicy(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FailureRow row(String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != 6) {
      throw new IllegalStateException("not six cells: " + line);
    }
    String attempts = cells[4].strip();
    return new FailureRow(
        Happening.of(cells[0].strip()).orElseThrow(() -> new IllegalStateException(line)),
        cells[1].strip(),
        Meaning.of(cells[2].strip()).orElseThrow(() -> new IllegalStateException(line)),
        Action.of(cells[3].strip()).orElseThrow(() -> new IllegalStateException(line)),
        attempts.equals("job")
            ? FailureRow.OF_JOB
            : attempts.equals("-") ? 0 : Integer.parseInt(attempts),
        cells[5].strip());
  }
}
