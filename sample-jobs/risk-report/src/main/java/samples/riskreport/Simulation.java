package samples.riskreport;

import java.util.Arrays;
import java.util.List;

/**
 * Profit and loss of a portfolio over a horizon, on simulated paths of its stocks: correlated
 * geometric Brownian motions that grow with the interest rate.
 */
final class Simulation {

  private final Market market;
  private final Valuation then;
  private final double valueNow;
  private final long seed;
  private final double[] growth;
  private final double[] deviation;

  /**
   * @param horizon in years
   */
  Simulation(Market market, List<Position> positions, double horizon, long seed) {
    this.market = market;
    this.seed = seed;
    then = new Valuation(positions, market, horizon);
    double[] spots = market.stocks().stream().mapToDouble(Market.Stock::spot).toArray();
    double[] logSpots = Arrays.stream(spots).map(StrictMath::log).toArray();
    valueNow = new Valuation(positions, market, 0).value(spots, logSpots);
    growth = new double[spots.length];
    deviation = new double[spots.length];
    for (int i = 0; i < spots.length; i++) {
      double volatility = market.stocks().get(i).volatility();
      growth[i] = logSpots[i] + (market.rate() - volatility * volatility / 2) * horizon;
      deviation[i] = volatility * StrictMath.sqrt(horizon);
    }
  }

  double valueNow() {
    return valueNow;
  }

  /** What the portfolio gains on a path; the same whoever asks, and in whatever order. */
  double profitAndLoss(long path) {
    RandomPath random = new RandomPath(seed, path);
    int size = growth.length;
    double[] independent = new double[size];
    double[] prices = new double[size];
    double[] logarithms = new double[size];
    for (int i = 0; i < size; i++) {
      independent[i] = random.nextNormal();
      double correlated = market.dependence().correlated(i, independent);
      logarithms[i] = growth[i] + deviation[i] * correlated;
      prices[i] = StrictMath.exp(logarithms[i]);
    }
    return then.value(prices, logarithms) - valueNow;
  }
}
