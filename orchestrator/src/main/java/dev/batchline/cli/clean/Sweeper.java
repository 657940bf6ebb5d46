package dev.batchline.cli.clean;

import dev.batchline.base.RunId;
import dev.batchline.cli.clean.Finding.Kind;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSweep;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import dev.batchline.target.azurebatch.AzureBatchAccount.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what may be removed and removes it.
 *
 * <p>Between finding and removing a run may begin or be driven on: leases are looked at again
 * before each removal, and objects are kept that runs made since refer to.
 */
public final class Sweeper {

  private final FileStore files;
  private final Optional<AzureBatchAccount> account;
  private final Instant now;
  private final Optional<Duration> olderThan;

  public Sweeper(
      FileStore files,
      Optional<AzureBatchAccount> account,
      Instant now,
      Optional<Duration> olderThan) {
    this.files = files;
    this.account = account;
    this.now = now;
    this.olderThan = olderThan;
  }

  /**
   * What was found.
   *
   * @param objects hashes of objects that no run that stays refers to, with their sizes
   * @param known ids of all runs there were
   */
  public record Found(List<Finding> findings, Map<String, Long> objects, Set<String> known) {

    public Found {
      findings = List.copyOf(findings);
      objects = Map.copyOf(objects);
      known = Set.copyOf(known);
    }
  }

  public Found find() {
    Map<String, Long> objects = new LinkedHashMap<>();
    // Objects first: what is uploaded after this is not among them.
    Map<String, RunRecord> none = new HashMap<>();
    Sweep age = new Sweep(facts(List.of(), none, Set.of(), Set.of(), List.of()));
    files
        .sweep()
        .objects(
            page ->
                page.stream()
                    .filter(age::mayGo)
                    .forEach(object -> objects.put(object.name(), object.size())));
    List<Leftover> leftovers = account.map(AzureBatchAccount::leftovers).orElse(List.of());
    Map<String, RunRecord> records = new HashMap<>();
    new Runs(files).forEach(record -> records.put(record.runId(), record));
    Sweep sweep =
        new Sweep(
            facts(
                leftovers,
                records,
                driven(leftovers, records),
                kept(leftovers, records),
                files.sweep().containers()));
    if (!objects.isEmpty()) {
      sweep.stayingRuns().forEach(run -> forget(run, objects));
    }
    List<Finding> findings = new ArrayList<>(sweep.findings());
    if (!objects.isEmpty()) {
      findings.add(finding(objects));
    }
    return new Found(findings, objects, records.keySet());
  }

  private Sweep.Facts facts(
      List<Leftover> leftovers,
      Map<String, RunRecord> records,
      Set<String> driven,
      Set<String> kept,
      List<StorageSweep.RunContainer> containers) {
    return new Sweep.Facts(now, leftovers, records, driven, kept, containers, olderThan);
  }

  private static Finding finding(Map<String, Long> objects) {
    return new Finding(
        Kind.OBJECTS,
        Integer.toString(objects.size()),
        "",
        Optional.empty(),
        "no run needs them",
        0,
        0,
        objects.values().stream().mapToLong(Long::longValue).sum(),
        Optional.empty());
  }

  private void forget(String run, Map<String, Long> objects) {
    files.sweep().referenced(new RunId(run)).forEach(objects::remove);
  }

  /** Only runs that are not over can be driven. */
  private Set<String> driven(List<Leftover> leftovers, Map<String, RunRecord> records) {
    Set<String> driven = new HashSet<>();
    for (Leftover leftover : leftovers) {
      RunRecord record = records.get(leftover.run());
      if (record != null && !record.state().ended() && isDriven(leftover.run())) {
        driven.add(leftover.run());
      }
    }
    return driven;
  }

  private boolean isDriven(String run) {
    return files.run(new RunId(run)).leased();
  }

  /** A plan is read only for a pool that is there though its run has ended. */
  private Set<String> kept(List<Leftover> leftovers, Map<String, RunRecord> records) {
    Set<String> kept = new HashSet<>();
    for (Leftover leftover : leftovers) {
      RunRecord record = records.get(leftover.run());
      if (leftover.kind() == AzureBatchAccount.Kind.POOL
          && record != null
          && record.state().ended()
          && new Runs(files).plan(new RunId(leftover.run())).pool().keep()) {
        kept.add(leftover.run());
      }
    }
    return kept;
  }

  /** Told of each thing that is gone. */
  @FunctionalInterface
  public interface Progress {
    void removed(Finding finding);
  }

  /** Removes what was found, if it still may go; returns how much that was. */
  public int remove(Found found, Progress progress) {
    int removed = 0;
    for (Finding finding : found.findings()) {
      if (remove(finding, found)) {
        progress.removed(finding);
        removed++;
      }
    }
    return removed;
  }

  private boolean remove(Finding finding, Found found) {
    return switch (finding.kind()) {
      case POOL, JOB, JOB_SCHEDULE -> {
        boolean known = found.known().contains(finding.run());
        if (known && !hasEnded(finding.run()) && isDriven(finding.run())) {
          yield false;
        }
        account.ifPresent(batch -> finding.leftover().ifPresent(batch::remove));
        yield true;
      }
      case RUN -> {
        files.run(new RunId(finding.run())).delete();
        yield true;
      }
      case CONTAINER -> {
        boolean still = new Runs(files).find(new RunId(finding.run())).isEmpty();
        if (still) {
          files.run(new RunId(finding.run())).delete();
        }
        yield still;
      }
      case OBJECTS -> removeObjects(found);
    };
  }

  private boolean hasEnded(String run) {
    return new Runs(files).find(new RunId(run)).filter(r -> r.state().ended()).isPresent();
  }

  private boolean removeObjects(Found found) {
    Map<String, Long> objects = new HashMap<>(found.objects());
    for (RunId run : files.runs()) {
      if (!found.known().contains(run.value())) {
        forget(run.value(), objects);
      }
    }
    files.sweep().removeObjects(objects.keySet());
    return !objects.isEmpty();
  }
}
