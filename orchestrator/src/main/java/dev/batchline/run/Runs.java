package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.Glob;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.ThisProcess;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RunStore;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Looks at runs without driving them. */
public final class Runs {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int NAME_LENGTH = 24;
  private static final int STAMP_LENGTH = "yyyyMMdd-HHmmss".length();

  /** A hyphen and four characters. */
  private static final int TAIL = 5;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** By the time at which they were made. */
  public static final Comparator<RunId> LATEST_FIRST =
      Comparator.comparing(Runs::began).thenComparing(RunId::value).reversed();

  private final FileStore files;

  public Runs(FileStore files) {
    this.files = files;
  }

  /** A new id: the name, the time in UTC, and four characters against meeting another's. */
  public static RunId newId(String name, Instant now, RandomGenerator random) {
    StringBuilder tail = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      tail.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new RunId(bareName(name) + "-" + STAMP.format(now) + "-" + tail);
  }

  /** A job's name as ids have it. */
  static String bareName(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(NAME_LENGTH, plain.length()));
    String bare = cut.replaceAll("^-|-$", "");
    return bare.isEmpty() ? "run" : bare;
  }

  /** When a run was made, by its id. */
  public static Instant began(RunId id) {
    String value = id.value();
    try {
      return Instant.from(
          STAMP.parse(
              value.substring(value.length() - TAIL - STAMP_LENGTH, value.length() - TAIL)));
    } catch (DateTimeException | StringIndexOutOfBoundsException e) {
      return Instant.EPOCH;
    }
  }

  /**
   * The one that was made last, as far as ids tell.
   *
   * @param job its name, or a pattern of it; names that ids can't have whole are compared as ids
   *     have them
   */
  public static Optional<RunId> latest(Collection<RunId> ids, Optional<String> job) {
    return ids.stream()
        .filter(id -> job.map(name -> isOf(name, id)).orElse(true))
        .min(LATEST_FIRST);
  }

  private static boolean isOf(String job, RunId id) {
    String value = id.value();
    String name =
        began(id).equals(Instant.EPOCH)
            ? value
            : value.substring(0, value.length() - TAIL - STAMP_LENGTH - 1);
    return Glob.hasWildcard(job) ? Glob.of(job).matches(name) : bareName(job).equals(name);
  }

  /** Runs that fit, latest first. */
  public List<RunRecord> list(RunFilter filter) {
    return new RunList(files).of(filter);
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

  /**
   * Whether somebody drives a run: its lease is held, and not by a process of this machine that is
   * dead, whose lease only has to run out.
   */
  public static boolean isDriven(RunStore store, RunRecord record) {
    ThisProcess here = ThisProcess.of(Map.of());
    return !record.state().ended()
        && record.holder().filter(each -> here.isDead(each.machine(), each.pid())).isEmpty()
        && store.leased();
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

  /**
   * All there is to tell of a run; nothing is copied.
   *
   * @param directory where its copy is, or would be
   */
  public RunResult result(RunId id, Path directory) {
    RunRecord record = get(id);
    RunStore store = files.run(id);
    RunState state = RunHistory.read(store).state();
    return new ResultSoFar(store, record, state, RunResult.Ending.ENDED, directory)
        .with(FailedTasks.of(state, store, attempt -> Optional.empty()), Optional.empty());
  }

  /** The plan of a run without its tasks. */
  public PlanHeader plan(RunId id) {
    return history(id).plan();
  }
}
