package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.FileStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Looks at runs without driving them. */
public final class Runs {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int NAME_LENGTH = 24;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final FileStore files;

  public Runs(FileStore files) {
    this.files = files;
  }

  /** A new id: the name, the time in UTC, and four characters against meeting another's. */
  public static RunId newId(String name, Instant now, RandomGenerator random) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(NAME_LENGTH, plain.length()));
    String bare = cut.replaceAll("^-|-$", "");
    StringBuilder tail = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      tail.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new RunId((bare.isEmpty() ? "run" : bare) + "-" + STAMP.format(now) + "-" + tail);
  }

  /** Records of all runs, one at a time, by id. */
  public void forEach(Consumer<RunRecord> action) {
    for (RunId id : files.runs()) {
      find(id).ifPresent(action);
    }
  }

  /** All ids there are. */
  public List<RunId> ids() {
    return files.runs();
  }

  public Optional<RunRecord> find(RunId id) {
    return files.run(id).record().map(RunJson::record);
  }

  /**
   * @throws RunException if there is no such run
   */
  public RunRecord get(RunId id) {
    return find(id).orElseThrow(() -> unknown(id, files.location()));
  }

  static RunException unknown(RunId id, String location) {
    return new RunException(
        Blame.USER,
        "find run " + id,
        location + " has no record of it",
        "List the runs there are with: batchline runs");
  }

  /** Asks whoever drives the run to end it; if nobody does, the next who attaches ends it. */
  public void requestCancel(RunId id, String reason) {
    get(id);
    files.run(id).requestCancel(reason);
  }

  /** What became of each task so far. */
  public RunHistory history(RunId id) {
    get(id);
    return RunHistory.read(files.run(id));
  }

  /** The plan of a run without its tasks. */
  public PlanHeader plan(RunId id) {
    return history(id).plan();
  }
}
