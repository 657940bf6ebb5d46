package samples.riskreport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes up a market and a portfolio: no number in it is anybody's.
 *
 * <p>Stocks move with the market and with their sector, which makes the correlations positive
 * definite by construction. The portfolio holds every stock, and has sold more options than it has
 * bought, which gives it the heavy left tail that risk reports are for.
 */
final class SyntheticData {

  private static final List<String> STOCKS =
      List.of(
          "ALFA",
          "BRAVO",
          "CHARLIE",
          "DELTA",
          "ECHO",
          "FOXTROT",
          "GOLF",
          "HOTEL",
          "INDIA",
          "JULIETT",
          "KILO",
          "LIMA",
          "MIKE",
          "NOVEMBER",
          "OSCAR",
          "PAPA",
          "QUEBEC",
          "ROMEO",
          "SIERRA",
          "TANGO");
  private static final int SECTORS = 4;
  private static final int OPTIONS = 380;

  private final SplittableRandom random;
  private final LocalDate asOf;
  private final double[] spots = new double[STOCKS.size()];

  SyntheticData(long seed, LocalDate asOf) {
    this.random = new SplittableRandom(seed);
    this.asOf = asOf;
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("market.csv"), market());
    Files.writeString(directory.resolve("correlation.csv"), correlation());
    Files.writeString(directory.resolve("portfolio.csv"), portfolio());
  }

  private String market() {
    StringBuilder csv = new StringBuilder("underlying,spot,volatility,rate\n");
    for (int i = 0; i < STOCKS.size(); i++) {
      spots[i] = StrictMath.round(between(20, 300) * 100) / 100.0;
      csv.append(line("%s,%.2f,%.3f,0.025", STOCKS.get(i), spots[i], between(0.16, 0.5)));
    }
    return csv.toString();
  }

  private String correlation() {
    int size = STOCKS.size();
    double[] withMarket = new double[size];
    double[] withSector = new double[size];
    for (int i = 0; i < size; i++) {
      withMarket[i] = between(0.45, 0.75);
      withSector[i] = between(0.2, 0.5);
    }
    StringBuilder csv = new StringBuilder("underlying," + String.join(",", STOCKS) + "\n");
    for (int i = 0; i < size; i++) {
      csv.append(STOCKS.get(i));
      for (int j = 0; j < size; j++) {
        double sector = i % SECTORS == j % SECTORS ? withSector[i] * withSector[j] : 0;
        double correlation = i == j ? 1 : withMarket[i] * withMarket[j] + sector;
        csv.append(String.format(Locale.ROOT, ",%.4f", correlation));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private String portfolio() {
    StringBuilder csv = new StringBuilder("position,type,underlying,quantity,strike,expiry\n");
    int position = 1;
    for (String stock : STOCKS) {
      int quantity = 100 * random.nextInt(5, 60);
      csv.append(line("%d,stock,%s,%d,,", position++, stock, quantity));
    }
    for (int i = 0; i < OPTIONS; i++) {
      int stock = random.nextInt(STOCKS.size());
      double strike = StrictMath.round(spots[stock] * between(0.8, 1.2));
      int quantity = 10 * random.nextInt(-40, 31);
      String type = random.nextBoolean() ? "call" : "put";
      LocalDate expiry = asOf.plusDays(random.nextInt(20, 720));
      csv.append(
          line(
              "%d,%s,%s,%d,%.0f,%s",
              position++, type, STOCKS.get(stock), quantity, strike, expiry));
    }
    return csv.toString();
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
