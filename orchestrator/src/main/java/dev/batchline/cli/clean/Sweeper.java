package dev.batchline.cli.clean;

import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.clean.Finding.Kind;
import dev.batchline.run.RunFilter;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSweep;
import dev.batchline.storage.StoredFile;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import dev.batchline.target.azurebatch.AzureBatchAccount.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds what may be removed and removes it.
 *
 * <p>Between finding and removing a run may begin or be driven on: leases are looked at again
 * before each removal, and objects are kept that runs made since refer to or have touched.
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
   * @param objects that no run that stays refers to, by their hashes
   * @param known ids of all runs there were
   */
  public record Found(List<Finding> findings, Map<String, StoredFile> objects, Set<String> known) {

    public Found {
      findings = List.copyOf(findings);
      objects = Map.copyOf(objects);
      known = Set.copyOf(known);
    }
  }

  public Found find() {
    Map<String, StoredFile> objects = new LinkedHashMap<>();
    // Objects first: what is uploaded after this is not among them.
    Map<String, RunRecord> none = new HashMap<>();
    Sweep age = new Sweep(facts(List.of(), none, Set.of(), Set.of(), List.of()));
    files
        .sweep()
        .objects(
            page ->
                page.stream()
                    .filter(age::mayGo)
                    .forEach(object -> objects.put(object.name(), object)));
    List<Leftover> leftovers = account.map(AzureBatchAccount::leftovers).orElse(List.of());
    Map<String, RunRecord> records = new HashMap<>();
    new Runs(files).list(RunFilter.ALL).forEach(record -> records.put(record.runId(), record));
    Sweep sweep =
        new Sweep(
            facts(
                leftovers,
                records,
                driven(leftovers, records),
                kept(leftovers, records),
                files.sweep().containers()));
    if (!objects.isEmpty()) {
      forget(sweep.stayingRuns().stream().map(RunId::new).toList(), objects);
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

  private static Finding finding(Map<String, StoredFile> objects) {
    return new Finding(
        Kind.OBJECTS,
        Integer.toString(objects.size()),
        "",
        objects.values().stream().map(StoredFile::modified).min(Comparator.naturalOrder()),
        "no run needs them",
        0,
        0,
        objects.values().stream().mapToLong(StoredFile::size).sum(),
        Optional.empty());
  }

  private void forget(List<RunId> runs, Map<String, StoredFile> objects) {
    files.sweep().referenced(runs).forEach(objects::remove);
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

  /**
   * What became of a finding.
   *
   * @param gone false when it stays, because a run needs it now or because of a failure
   */
  public record Removal(Finding finding, boolean gone, Optional<RunException> failure) {}

  /**
   * Removes what was found, if it still may go. What can't be removed does not keep the rest.
   *
   * @param listener told of each finding when it was tried
   */
  public List<Removal> remove(Found found, Consumer<Removal> listener) {
    List<Removal> removals = new ArrayList<>();
    Set<String> needed = runsNeededSince(found);
    for (Finding finding : found.findings()) {
      Removal removal;
      try {
        removal = new Removal(finding, remove(finding, found, needed), Optional.empty());
      } catch (RunException e) {
        removal = new Removal(finding, false, Optional.of(e));
      }
      removals.add(removal);
      listener.accept(removal);
    }
    return removals;
  }

  /** Runs whose results runs that were made since have taken over. */
  private Set<String> runsNeededSince(Found found) {
    Set<String> needed = new HashSet<>();
    if (found.findings().stream().anyMatch(finding -> finding.kind() == Kind.RUN)) {
      runsMadeSince(found)
          .forEach(
              run -> new Runs(files).find(run).ifPresent(made -> needed.addAll(made.reusedRuns())));
    }
    return needed;
  }

  private List<RunId> runsMadeSince(Found found) {
    return files.runs().stream().filter(run -> !found.known().contains(run.value())).toList();
  }

  private boolean remove(Finding finding, Found found, Set<String> needed) {
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
        boolean still = !needed.contains(finding.run());
        if (still) {
          files.run(new RunId(finding.run())).delete();
        }
        yield still;
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

  /** Whether all went that was found. */
  private boolean removeObjects(Found found) {
    Map<String, StoredFile> objects = new HashMap<>(found.objects());
    forget(runsMadeSince(found), objects);
    boolean all = objects.size() == found.objects().size();
    return files.sweep().removeObjects(objects.values()).isEmpty() && all;
  }
}
