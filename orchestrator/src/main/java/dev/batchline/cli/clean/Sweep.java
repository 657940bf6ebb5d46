package dev.batchline.cli.clean;

import dev.batchline.cli.clean.Finding.Kind;
import dev.batchline.report.Wording;
import dev.batchline.run.RunRecord;
import dev.batchline.storage.StorageSweep.RunContainer;
import dev.batchline.storage.StoredFile;
import dev.batchline.target.azurebatch.AzureBatchAccount.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what of all that runs have left may be removed, from facts alone.
 *
 * <p>Never what doesn't carry a run's id; never what belongs to a run that somebody drives; what
 * belongs to a run that is not over, or that Storage doesn't know, only after the expiry that it
 * carries. Runs with their outputs only when they are older than the person says, and not while a
 * run that stays has results of theirs.
 */
public final class Sweep {

  /** Containers and objects that are younger may belong to a run that is being made. */
  static final Duration GRACE = Duration.ofHours(24);

  private final Facts facts;

  /**
   * All that is looked at.
   *
   * @param records of all runs, by id
   * @param driven ids of runs whose lease is held
   * @param kept ids of runs whose plan says that the pool stays
   * @param olderThan how long ago a run must have ended to be removed; empty to remove none
   */
  public record Facts(
      Instant now,
      List<Leftover> leftovers,
      Map<String, RunRecord> records,
      Set<String> driven,
      Set<String> kept,
      List<RunContainer> containers,
      Optional<Duration> olderThan) {

    public Facts {
      leftovers = List.copyOf(leftovers);
      records = Map.copyOf(records);
      driven = Set.copyOf(driven);
      kept = Set.copyOf(kept);
      containers = List.copyOf(containers);
    }
  }

  public Sweep(Facts facts) {
    this.facts = facts;
  }

  /** All but objects, what costs most first. */
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    facts.leftovers().forEach(each -> reason(each).ifPresent(why -> found.add(of(each, why))));
    oldRuns().forEach(run -> found.add(of(run)));
    facts.containers().stream()
        .filter(each -> !facts.records().containsKey(each.run().value()))
        .filter(each -> isOld(each.modified()))
        .forEach(each -> found.add(of(each)));
    found.sort(Comparator.comparing(Finding::kind).thenComparing(Finding::id));
    return found;
  }

  /** Runs that stay: their objects are needed. */
  public Set<String> stayingRuns() {
    Set<String> staying = new HashSet<>(facts.records().keySet());
    oldRuns().forEach(run -> staying.remove(run.runId()));
    return staying;
  }

  /** Whether an object that no run that stays refers to may go. */
  public boolean mayGo(StoredFile object) {
    return isOld(object.modified());
  }

  private boolean isOld(Instant modified) {
    return modified.isBefore(facts.now().minus(GRACE));
  }

  private Optional<String> reason(Leftover leftover) {
    if (facts.driven().contains(leftover.run())) {
      return Optional.empty();
    }
    Optional<RunRecord> record = Optional.ofNullable(facts.records().get(leftover.run()));
    boolean expired = leftover.hasExpired(facts.now());
    boolean over = record.filter(run -> run.state().ended()).isPresent();
    if (over && leftover.active() && !isKept(leftover)) {
      return Optional.of("its run has ended");
    }
    if (!expired) {
      return Optional.empty();
    }
    return Optional.of(
        over
            ? "it has expired"
            : record.isPresent()
                ? "it has expired, and nobody drives its run"
                : "it has expired, and its run is not known here");
  }

  private boolean isKept(Leftover leftover) {
    return leftover.kind() == dev.batchline.target.azurebatch.AzureBatchAccount.Kind.POOL
        && facts.kept().contains(leftover.run());
  }

  private List<RunRecord> oldRuns() {
    if (facts.olderThan().isEmpty()) {
      return List.of();
    }
    Instant limit = facts.now().minus(facts.olderThan().get());
    List<RunRecord> old =
        facts.records().values().stream()
            .filter(run -> run.times().ended().filter(end -> end.isBefore(limit)).isPresent())
            .toList();
    Set<String> candidates = new HashSet<>(old.stream().map(RunRecord::runId).toList());
    // What a run that stays has taken over stays, too; and so on, until nothing changes.
    boolean changed = true;
    while (changed) {
      changed = false;
      for (RunRecord run : facts.records().values()) {
        if (!candidates.contains(run.runId())) {
          changed |= candidates.removeAll(Set.copyOf(run.reusedRuns()));
        }
      }
    }
    return old.stream().filter(run -> candidates.contains(run.runId())).toList();
  }

  private static Finding of(Leftover leftover, String reason) {
    Kind kind =
        switch (leftover.kind()) {
          case POOL -> Kind.POOL;
          case JOB -> Kind.JOB;
          case JOB_SCHEDULE -> Kind.JOB_SCHEDULE;
        };
    return new Finding(
        kind,
        leftover.id(),
        leftover.run(),
        leftover.created(),
        reason,
        leftover.nodes(),
        leftover.cores(),
        0,
        Optional.of(leftover));
  }

  private Finding of(RunRecord run) {
    return new Finding(
        Kind.RUN,
        run.runId(),
        run.runId(),
        run.times().ended(),
        "it ended longer ago than " + facts.olderThan().map(Wording::age).orElse(""),
        0,
        0,
        run.outputs().map(RunRecord.Outputs::bytes).orElse(0L),
        Optional.empty());
  }

  private static Finding of(RunContainer container) {
    return new Finding(
        Kind.CONTAINER,
        "batchline-" + container.run(),
        container.run().value(),
        Optional.of(container.modified()),
        "there is no record of its run",
        0,
        0,
        0,
        Optional.empty());
  }
}
