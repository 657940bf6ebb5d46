package samples.riskreport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stocks, the interest rate, and how the stocks move together. */
record Market(List<Stock> stocks, double rate, Cholesky dependence) {

  /**
   * @param volatility per square root of a year
   */
  record Stock(String name, double spot, double volatility) {}

  Market {
    stocks = List.copyOf(stocks);
  }

  int indexOf(String name) {
    return stocks.stream().map(Stock::name).toList().indexOf(name);
  }

  /** Reads {@code market.csv} and {@code correlation.csv}. */
  static Market read(Path directory) throws IOException {
    Table table = Table.read(directory.resolve("market.csv"));
    List<Stock> stocks = new ArrayList<>();
    double rate = table.rows().isEmpty() ? 0 : table.rows().get(0).number("rate");
    for (Table.Row row : table.rows()) {
      Stock stock = new Stock(row.text("underlying"), row.number("spot"), row.number("volatility"));
      if (stock.spot() <= 0 || stock.volatility() <= 0) {
        throw row.wrong(stock.spot() <= 0 ? "spot" : "volatility", "more than 0");
      }
      if (row.number("rate") != rate) {
        throw row.wrong("rate", "the same for all (one currency)");
      }
      stocks.add(stock);
    }
    List<String> names = stocks.stream().map(Stock::name).toList();
    double[][] correlations = correlations(directory.resolve("correlation.csv"), names);
    return new Market(stocks, rate, new Cholesky(correlations));
  }

  private static double[][] correlations(Path file, List<String> names) throws IOException {
    Table table = Table.read(file);
    double[][] matrix = new double[names.size()][names.size()];
    if (table.rows().size() != names.size()) {
      throw new InputException(file + ": needs a row for each underlying of market.csv");
    }
    for (int i = 0; i < names.size(); i++) {
      Table.Row row = table.rows().get(i);
      if (!row.text("underlying").equals(names.get(i))) {
        throw row.wrong("underlying", names.get(i) + ", in the order of market.csv");
      }
      for (int j = 0; j < names.size(); j++) {
        matrix[i][j] = row.number(names.get(j));
      }
    }
    return matrix;
  }
}
