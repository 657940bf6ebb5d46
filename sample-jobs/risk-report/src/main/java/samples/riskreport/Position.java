package samples.riskreport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * So many of a stock, or of a European option on it.
 *
 * @param underlying index in the market
 * @param quantity negative if sold
 * @param strike of an option
 * @param years to the option's expiry
 */
record Position(Kind kind, int underlying, double quantity, double strike, double years) {

  static final double DAYS_PER_YEAR = 365;

  enum Kind {
    STOCK,
    CALL,
    PUT
  }

  /** Reads {@code portfolio.csv}; years count from {@code asOf}. */
  static List<Position> read(Path directory, Market market, LocalDate asOf) throws IOException {
    List<Position> positions = new ArrayList<>();
    for (Table.Row row : Table.read(directory.resolve("portfolio.csv")).rows()) {
      Kind kind;
      try {
        kind = Kind.valueOf(row.text("type").toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw row.wrong("type", "stock, call or put");
      }
      int underlying = market.indexOf(row.text("underlying"));
      if (underlying < 0) {
        throw row.wrong("underlying", "one of market.csv");
      }
      boolean stock = kind == Kind.STOCK;
      double strike = stock ? 0 : row.number("strike");
      double years = stock ? 0 : years(row, asOf);
      positions.add(new Position(kind, underlying, row.number("quantity"), strike, years));
    }
    return positions;
  }

  private static double years(Table.Row row, LocalDate asOf) {
    try {
      long days = ChronoUnit.DAYS.between(asOf, LocalDate.parse(row.text("expiry")));
      if (days <= 0) {
        throw row.wrong("expiry", "after " + asOf);
      }
      return days / DAYS_PER_YEAR;
    } catch (DateTimeException e) {
      throw row.wrong("expiry", "a date such as 2026-06-19");
    }
  }
}
