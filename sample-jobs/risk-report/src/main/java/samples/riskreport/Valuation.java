package samples.riskreport;

import java.util.List;

/**
 * The value of a portfolio some time from now, as a function of the stocks' prices: options by
 * Black and Scholes, without dividends.
 *
 * <p>What depends on time alone is worked out once, not on each of the many paths.
 */
final class Valuation {

  private final List<Position> positions;
  private final double[] logStrike;
  private final double[] deviation;
  private final double[] drift;
  private final double[] discountedStrike;

  /**
   * @param later years from now; an option that has expired by then is worth its payoff
   */
  Valuation(List<Position> positions, Market market, double later) {
    this.positions = positions;
    int size = positions.size();
    logStrike = new double[size];
    deviation = new double[size];
    drift = new double[size];
    discountedStrike = new double[size];
    for (int i = 0; i < size; i++) {
      Position position = positions.get(i);
      double volatility = market.stocks().get(position.underlying()).volatility();
      double years = StrictMath.max(0, position.years() - later);
      logStrike[i] = StrictMath.log(position.strike());
      deviation[i] = volatility * StrictMath.sqrt(years);
      drift[i] = (market.rate() + volatility * volatility / 2) * years;
      discountedStrike[i] = position.strike() * StrictMath.exp(-market.rate() * years);
    }
  }

  /**
   * @param prices of the market's stocks
   * @param logarithms of these prices
   */
  double value(double[] prices, double[] logarithms) {
    double total = 0;
    for (int i = 0; i < positions.size(); i++) {
      Position position = positions.get(i);
      int stock = position.underlying();
      double price = prices[stock];
      double one =
          switch (position.kind()) {
            case STOCK -> price;
            case CALL -> option(i, price, logarithms[stock], 1);
            case PUT -> option(i, price, logarithms[stock], -1);
          };
      total += position.quantity() * one;
    }
    return total;
  }

  /**
   * @param sign 1 for a call, -1 for a put
   */
  private double option(int i, double price, double logarithm, int sign) {
    if (deviation[i] == 0) {
      return StrictMath.max(0, sign * (price - positions.get(i).strike()));
    }
    double d1 = (logarithm - logStrike[i] + drift[i]) / deviation[i];
    double d2 = d1 - deviation[i];
    return sign
        * (price * Normal.cumulative(sign * d1)
            - discountedStrike[i] * Normal.cumulative(sign * d2));
  }
}
