package samples.riskreport;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Profit and loss of consecutive paths, as in a {@code pnl.csv}: a comment with what was computed,
 * then a line for each path, with all digits.
 */
final class Outcomes {

  private final Settings settings;
  private final long first;
  private final double[] profits;

  /**
   * @param settings of the computation; what is merged must have the same
   * @param first number of the first path
   */
  Outcomes(Settings settings, long first, double[] profits) {
    this.settings = settings;
    this.first = first;
    this.profits = profits;
  }

  Settings settings() {
    return settings;
  }

  double[] profits() {
    return profits.clone();
  }

  /** What a computation depends on, besides its data, and what the portfolio is worth now. */
  record Settings(String asOf, long seed, double horizonDays, int paths, double value) {

    private static final String MARK = "# risk-report ";

    String line() {
      return MARK + String.join(" ", asOf, seed + "", horizonDays + "", paths + "", value + "");
    }

    static Settings parse(Path file, String line) {
      List<String> words = List.of(line.replaceFirst("^" + MARK, "").split(" ", -1));
      if (!line.startsWith(MARK) || words.size() != 5) {
        throw new InputException(file + " was not written by simulate");
      }
      return new Settings(
          words.get(0),
          Long.parseLong(words.get(1)),
          Double.parseDouble(words.get(2)),
          Integer.parseInt(words.get(3)),
          Double.parseDouble(words.get(4)));
    }
  }

  void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(settings.line() + "\npath,pnl\n");
      for (int i = 0; i < profits.length; i++) {
        out.write((first + i) + "," + profits[i] + "\n");
      }
    }
  }

  /**
   * Reads all files of that name beneath a directory, and sees that every path is there once.
   *
   * @throws InputException if a path is missing or there twice, or the files don't belong together
   */
  static Outcomes merge(Path directory, String name) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.find(directory, 9, (path, is) -> path.endsWith(name))) {
      files = all.sorted().toList();
    }
    if (files.isEmpty()) {
      throw new InputException("there is no " + name + " beneath " + directory);
    }
    List<Settings> settings = new ArrayList<>();
    double[] profits = new double[0];
    for (Path file : files) {
      try (BufferedReader in = Files.newBufferedReader(file)) {
        settings.add(Settings.parse(file, String.valueOf(in.readLine())));
        if (!settings.get(0).equals(settings.get(settings.size() - 1))) {
          throw new InputException(file + " was computed with other settings than " + files.get(0));
        }
        if (profits.length == 0) {
          profits = new double[settings.get(0).paths()];
          Arrays.fill(profits, Double.NaN);
        }
        in.readLine();
        read(file, in, profits);
      }
    }
    for (int path = 0; path < profits.length; path++) {
      if (Double.isNaN(profits[path])) {
        throw new InputException("path " + path + " is in none of the " + files.size() + " files");
      }
    }
    return new Outcomes(settings.get(0), 0, profits);
  }

  private static void read(Path file, BufferedReader in, double[] profits) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int comma = line.indexOf(',');
      int path = Integer.parseInt(line.substring(0, comma));
      if (!Double.isNaN(profits[path])) {
        throw new InputException(file + ": path " + path + " is in another file, too");
      }
      profits[path] = Double.parseDouble(line.substring(comma + 1));
    }
  }
}
