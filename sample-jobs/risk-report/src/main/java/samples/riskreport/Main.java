package samples.riskreport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The program: {@code generate-data}, {@code simulate} and {@code report}.
 *
 * <p>Exit codes: 0 done; 2 command line or data are wrong, so that a retry can't help; 1 anything
 * else.
 */
public final class Main {

  private static final String USAGE =
      """
      java -jar risk-report.jar simulate --scenario N [--scenarios 40] [--paths 1000000] [--seed 42]
           [--as-of 2026-01-30] [--horizon-days 10] [--data data] [--out pnl.csv]
      java -jar risk-report.jar report [--in simulate] [--out report]
      java -jar risk-report.jar generate-data [--seed 7] [--as-of 2026-01-30] [--out data]
      """;

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    try {
      run(List.of(arguments));
    } catch (InputException e) {
      System.err.println("risk-report: " + e.getMessage());
      System.exit(2);
    }
  }

  static void run(List<String> arguments) throws IOException {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    List<String> options = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    switch (command) {
      case "simulate" -> simulate(options);
      case "report" -> report(options);
      case "generate-data" -> generate(options);
      default -> throw new InputException("what to do?\n" + USAGE);
    }
  }

  /** Of all paths, those of scenario N; the whole is the same however many scenarios there are. */
  private static void simulate(List<String> arguments) throws IOException {
    Options options =
        Options.parse(
            arguments,
            Map.of(
                "--scenario", "",
                "--scenarios", "40",
                "--paths", "1000000",
                "--seed", "42",
                "--as-of", "2026-01-30",
                "--horizon-days", "10",
                "--data", "data",
                "--out", "pnl.csv"));
    long scenario = options.number("--scenario");
    long scenarios = options.number("--scenarios");
    long paths = options.number("--paths");
    if (scenario < 1 || scenario > scenarios || paths < scenarios || paths > 100_000_000) {
      throw new InputException("--scenario must be 1 to --scenarios, which --paths must exceed");
    }
    LocalDate asOf = date(options);
    double days = options.number("--horizon-days");
    Path data = Path.of(options.text("--data"));
    Market market = Market.read(data);
    Simulation simulation =
        new Simulation(
            market,
            Position.read(data, market, asOf),
            days / Position.DAYS_PER_YEAR,
            options.number("--seed"));

    long first = (scenario - 1) * paths / scenarios;
    double[] profits = new double[(int) (scenario * paths / scenarios - first)];
    for (int i = 0; i < profits.length; i++) {
      profits[i] = simulation.profitAndLoss(first + i);
    }
    Outcomes.Settings settings =
        new Outcomes.Settings(
            asOf.toString(), options.number("--seed"), days, (int) paths, simulation.valueNow());
    new Outcomes(settings, first, profits).write(Path.of(options.text("--out")));
    System.out.println(
        "scenario "
            + scenario
            + " of "
            + scenarios
            + ": "
            + profits.length
            + " paths from "
            + first);
  }

  private static void report(List<String> arguments) throws IOException {
    Options options = Options.parse(arguments, Map.of("--in", "simulate", "--out", "report"));
    Path in = Path.of(options.text("--in"));
    if (!Files.isDirectory(in)) {
      throw new InputException("there is no directory " + in);
    }
    Outcomes all = Outcomes.merge(in, "pnl.csv");
    new Report(all).write(Path.of(options.text("--out")));
    System.out.println(all.settings().paths() + " paths merged");
  }

  private static void generate(List<String> arguments) throws IOException {
    Options options =
        Options.parse(arguments, Map.of("--seed", "7", "--as-of", "2026-01-30", "--out", "data"));
    new SyntheticData(options.number("--seed"), date(options))
        .write(Path.of(options.text("--out")));
  }

  private static LocalDate date(Options options) {
    try {
      return LocalDate.parse(options.text("--as-of"));
    } catch (DateTimeException e) {
      throw new InputException("--as-of must be a date such as 2026-01-30");
    }
  }
}
