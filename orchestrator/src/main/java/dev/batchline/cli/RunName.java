package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A run as people name it: by its id, by the beginning or the end of it, or as the latest. */
sealed interface RunName {

  /** The whole id; nobody has to be asked what is meant. */
  record Whole(RunId id) implements RunName {}

  /**
   * The one that was made last.
   *
   * @param job its name, or a pattern of it; empty for that of any job
   */
  record Latest(Optional<String> job) implements RunName {}

  /** The beginning or the end of an id. */
  record Part(String text) implements RunName {

    boolean fits(RunId id) {
      return id.value().startsWith(text) || id.value().endsWith(text);
    }
  }

  /** What ids end with: a date, a time, and four characters. */
  Pattern WHOLE = Pattern.compile(".+-\\d{8}-\\d{6}-[a-z0-9]{4}");

  Pattern PART = Pattern.compile("[a-z0-9-]+");
  String LATEST = "latest";

  /** An end that is shorter would not tell runs of one second apart. */
  int SHORTEST = 4;

  int TOLD = 8;

  /**
   * @throws RunException with the user's blame if it can't be a part of an id
   */
  static RunName of(String text) {
    if (text.equals(LATEST)) {
      return new Latest(Optional.empty());
    }
    if (text.startsWith(LATEST + ":") && text.length() > LATEST.length() + 1) {
      return new Latest(Optional.of(text.substring(LATEST.length() + 1)));
    }
    if (WHOLE.matcher(text).matches()) {
      return new Whole(new RunId(text));
    }
    if (!PART.matcher(text).matches()) {
      throw new RunException(
          Blame.USER,
          "use \"" + text + "\" as a run's id",
          "ids are lower-case letters, digits and single hyphens",
          "List the runs there are with: batchline runs. The newest is named: latest");
    }
    if (text.length() < SHORTEST) {
      throw new RunException(
          Blame.USER,
          "find run \"" + text + "\"",
          "a part of an id has at least " + SHORTEST + " characters",
          "List the runs there are with: batchline runs. The newest is named: latest");
    }
    return new Part(text);
  }

  /**
   * The only run that a part of an id fits.
   *
   * @param ids latest first
   * @throws RunException with the user's blame if none does, or several do
   */
  static RunId only(Part part, List<RunId> ids) {
    List<RunId> fitting = ids.stream().filter(part::fits).distinct().toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    String action = "find run \"" + part.text() + "\"";
    if (fitting.isEmpty()) {
      throw new RunException(
          Blame.USER,
          action,
          "no run's id begins or ends so",
          "List the runs there are with: batchline runs, or: batchline runs --local");
    }
    int more = fitting.size() - TOLD;
    throw new RunException(
        Blame.USER,
        action,
        "it may be any of " + fitting.size() + " runs",
        "Say which:\n  "
            + String.join("\n  ", fitting.stream().limit(TOLD).map(RunId::value).toList())
            + (more > 0 ? "\n  and " + more + " earlier ones" : ""));
  }
}
