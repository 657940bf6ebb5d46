package samples.riskreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import samples.riskreport.Position.Kind;

class SimulationTest {

  private static final double RATE = 0.03;
  private static final double[][] ALONE = {{1}};

  private static Market market(double spot, double volatility) {
    return new Market(
        List.of(new Market.Stock("ONE", spot, volatility)), RATE, new Cholesky(ALONE));
  }

  private static double value(Position position, double spot) {
    return new Valuation(List.of(position), market(spot, 0.2), 0)
        .value(new double[] {spot}, new double[] {StrictMath.log(spot)});
  }

  @Test
  void anOptionCostsWhatBlackAndScholesSay() {
    Position call = new Position(Kind.CALL, 0, 1, 100, 1);
    Position put = new Position(Kind.PUT, 0, 1, 100, 1);

    assertThat(value(call, 100)).isCloseTo(9.413403383853016, within(1e-9));
    assertThat(value(call, 90) - value(put, 90))
        .as("parity of put and call")
        .isCloseTo(90 - 100 * StrictMath.exp(-RATE), within(1e-9));
  }

  @Test
  void anExpiredOptionIsWorthItsPayoff() {
    Valuation later =
        new Valuation(List.of(new Position(Kind.PUT, 0, 2, 100, 0.01)), market(100, 0.2), 0.02);
    assertThat(later.value(new double[] {90}, new double[] {StrictMath.log(90)})).isEqualTo(20);
    assertThat(later.value(new double[] {110}, new double[] {StrictMath.log(110)})).isZero();
  }

  private static final double HORIZON = 10 / 365.0;

  private static double[] profitsOfOneStock(long seed, int paths) {
    List<Position> stock = List.of(new Position(Kind.STOCK, 0, 50, 0, 0));
    Simulation simulation = new Simulation(market(80, 0.3), stock, HORIZON, seed);
    return LongStream.range(0, paths).mapToDouble(simulation::profitAndLoss).toArray();
  }

  /** The price of one stock is log-normal, so its risk has closed forms. */
  private static double exactValueAtRisk(double level) {
    return 4000 * (1 - StrictMath.exp(growth() + deviation() * Normal.quantile(1 - level)));
  }

  private static double exactShortfall(double level) {
    double below = Normal.cumulative(Normal.quantile(1 - level) - deviation());
    return 4000 * (1 - StrictMath.exp(RATE * HORIZON) * below / (1 - level));
  }

  private static double growth() {
    return (RATE - 0.3 * 0.3 / 2) * HORIZON;
  }

  private static double deviation() {
    return 0.3 * StrictMath.sqrt(HORIZON);
  }

  @Test
  void theRiskOfOneStockIsThatOfTheClosedForm() {
    for (RiskFigures.Level level : RiskFigures.of(profitsOfOneStock(11, 1_000_000)).levels()) {
      double valueAtRisk = exactValueAtRisk(level.level());
      double shortfall = exactShortfall(level.level());
      assertThat(level.valueAtRisk().value()).isCloseTo(valueAtRisk, withinPercentage(0.4));
      assertThat(level.expectedShortfall().value()).isCloseTo(shortfall, withinPercentage(0.4));
    }
  }

  @Test
  void confidenceIntervalsHoldTheTruthAsOftenAsTheySay() {
    int runs = 400;
    int[] held = new int[4];
    for (int run = 0; run < runs; run++) {
      int i = 0;
      for (RiskFigures.Level level : RiskFigures.of(profitsOfOneStock(run, 5000)).levels()) {
        held[i++] += holds(level.valueAtRisk(), exactValueAtRisk(level.level()));
        held[i++] += holds(level.expectedShortfall(), exactShortfall(level.level()));
      }
    }
    for (int times : held) {
      // 95% within three standard errors, and a little less for the tail of 50 losses.
      assertThat(times / (double) runs).isBetween(0.90, 0.985);
    }
  }

  private static int holds(RiskFigures.Estimate estimate, double truth) {
    return estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
  }

  @Test
  void stocksMoveTogetherAsTheirCorrelationSays() {
    Market two =
        new Market(
            List.of(new Market.Stock("A", 100, 0.2), new Market.Stock("B", 100, 0.2)),
            0,
            new Cholesky(new double[][] {{1, 0.6}, {0.6, 1}}));
    // The variance of A - B is 2·σ²·(1-ρ) for small moves.
    List<Position> spread =
        List.of(new Position(Kind.STOCK, 0, 1, 0, 0), new Position(Kind.STOCK, 1, -1, 0, 0));
    Simulation simulation = new Simulation(two, spread, 1 / 365.0, 5);
    double[] profits =
        LongStream.range(0, 100_000).mapToDouble(simulation::profitAndLoss).toArray();

    double expected = 100 * 0.2 * StrictMath.sqrt(2 * (1 - 0.6) / 365);
    assertThat(RiskFigures.of(profits).deviation()).isCloseTo(expected, within(expected * 0.01));
  }

  @Test
  void correlationsThatCannotBeAreRefused() {
    assertThatThrownBy(
            () -> new Cholesky(new double[][] {{1, 0.9, -0.9}, {0.9, 1, 0.9}, {-0.9, 0.9, 1}}))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Cholesky(new double[][] {{1, 0.1}, {0.2, 1}}))
        .isInstanceOf(InputException.class);
  }

  @Test
  void ranksAndTailsAreThoseOfTheDefinition() {
    double[] profits = LongStream.rangeClosed(1, 1000).mapToDouble(i -> -i).toArray();

    RiskFigures.Level level = RiskFigures.of(profits).levels().get(1);

    assertThat(level.level()).isEqualTo(0.99);
    assertThat(level.valueAtRisk()).isEqualTo(new RiskFigures.Estimate(990, 984, 998));
    assertThat(level.expectedShortfall().value()).isCloseTo(995.5, within(1e-9));
  }
}
