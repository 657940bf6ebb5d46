package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.base.ThisProcess;
import dev.batchline.base.Timeline;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlanFile;
import dev.batchline.plan.PlanHeader;
import dev.batchline.run.RunRecord.RunTarget;
import dev.batchline.run.RunRecord.RunTimes;
import dev.batchline.run.RunResult.Ending;
import dev.batchline.storage.Collected;
import dev.batchline.storage.Collector;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.JournalAppender;
import dev.batchline.storage.RunLease;
import dev.batchline.storage.RunStore;
import dev.batchline.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drives a run from where it stands to its end: upload, prepare, loop, collect.
 *
 * <p>Each part finds what an earlier process left and goes on from there, so a run that was killed
 * anywhere is driven on by the same code.
 */
public final class Runner {

  /** Links and what was created last this much longer than the run may. */
  private static final Duration MARGIN = Duration.ofHours(12);

  private final FileStore files;
  private final Target target;
  private final Timeline timeline;
  private final RunListener listener;
  private final ThisProcess process = ThisProcess.of(System.getenv());

  public Runner(FileStore files, Target target, Timeline timeline, RunListener listener) {
    this.files = files;
    this.target = target;
    this.timeline = timeline;
    this.listener = listener;
  }

  /**
   * Records a new run and drives it.
   *
   * @throws RunException if it can't go on; what is recorded can be attached to
   */
  public RunResult start(NewRun run, RunOptions options) {
    RunStore store = files.run(run.id());
    RunRecord record = newRecord(run);
    Plan plan = run.planned().plan();
    createInStorage(store, record, run);
    listener.phase(record);
    Optional<RunLease> taken = take(store, options);
    if (taken.isEmpty()) {
      return gone(store, record, options);
    }
    try (RunLease lease = taken.get()) {
      return drive(store, lease, record, plan, options);
    }
  }

  /**
   * Takes a run over from a process that left it or died, and drives it on; of a run that has ended
   * it copies what is missing here, because the process that drove it may have died on another
   * machine, and says how it ended.
   *
   * @throws RunException if someone drives it now, or if it can't go on
   */
  public RunResult attach(RunId run, RunOptions options) {
    RunStore store = files.run(run);
    RunRecord before = new Runs(files).get(run);
    if (before.state().ended()) {
      return ended(store, before, options);
    }
    Optional<RunLease> taken = take(store, options);
    if (taken.isEmpty()) {
      return gone(store, before, options);
    }
    try (RunLease lease = taken.get()) {
      RunRecord record = new Runs(files).get(run);
      if (record.state().ended()) {
        return ended(store, record, options);
      }
      try (PlanFile plan = StoredPlan.open(store)) {
        return drive(store, lease, record, plan, options);
      }
    }
  }

  /**
   * Ends a run that nobody drives: what runs is stopped and its logs are kept, job and pool are
   * removed; nothing is copied.
   *
   * @throws RunException if someone drives it now
   */
  public RunRecord cancel(RunId run, String reason, RunOptions options) {
    RunStore store = files.run(run);
    RunRecord before = new Runs(files).get(run);
    if (before.state().ended()) {
      return before;
    }
    Optional<RunLease> taken = take(store, options);
    if (taken.isEmpty()) {
      return before;
    }
    try (RunLease lease = taken.get();
        PlanFile plan = StoredPlan.open(store)) {
      RunRecord record = new Runs(files).get(run);
      if (record.state().ended()) {
        return record;
      }
      RunSession session = session(store, lease, record, plan, options);
      try {
        return new RunDrive(session, files, target, plan, options).cancel(reason);
      } catch (RunException e) {
        throw new Leaving(session).because(e);
      }
    }
  }

  private RunSession session(
      RunStore store, RunLease lease, RunRecord record, Plan plan, RunOptions options) {
    RunSession session =
        new RunSession(
            store,
            lease,
            record,
            new RunState(plan.header()),
            new RunSession.Surroundings(timeline, listener, options.interruption()));
    session.begin(process);
    return session;
  }

  private RunResult drive(
      RunStore store, RunLease lease, RunRecord record, Plan plan, RunOptions options) {
    RunSession session = session(store, lease, record, plan, options);
    RunDrive drive = new RunDrive(session, files, target, plan, options);
    try {
      return drive.go();
    } catch (RunException e) {
      Leaving leaving = new Leaving(session);
      RunException told = leaving.because(e);
      if (Leaving.isLost(told)) {
        return leaving.takenOver(options.directory());
      }
      if (options.interruption().requested() && e.blame() == Blame.SERVICE) {
        listener.notice(e.getMessage() + "; the run is left as it is");
        return drive.abandoned();
      }
      throw told;
    }
  }

  /** The person left before the run was ours to drive. */
  private static RunResult gone(RunStore store, RunRecord record, RunOptions options) {
    RunState state = RunHistory.read(store).state();
    return new ResultSoFar(store, record, state, Ending.INTERRUPTED, options.directory())
        .with(List.of(), Optional.empty());
  }

  private Optional<RunLease> take(RunStore store, RunOptions options) {
    return new LeaseTaking(timeline, listener, process).take(store, options.interruption());
  }

  private RunResult ended(RunStore store, RunRecord record, RunOptions options) {
    RunHistory history = RunHistory.read(store);
    RunState state = history.state();
    Optional<Collected> collected =
        new Collector(
                RunOutputs.of(store, files, history), options.directory(), listener::collecting)
            .collect(options.interruption());
    Ending ending = collected.isPresent() ? Ending.ENDED : Ending.INTERRUPTED;
    return new ResultSoFar(store, record, state, ending, options.directory())
        .with(FailedTasks.of(state, store, id -> Optional.empty()), collected);
  }

  private RunRecord newRecord(NewRun run) {
    PlanHeader plan = run.planned().plan().header();
    Instant now = timeline.now();
    Instant expiry = now.plus(plan.limits().wallClock()).plus(MARGIN);
    int reused = run.takeover().reused();
    int notRun = run.takeover().leftOut();
    int waiting = plan.taskCount() - reused - notRun;
    TaskCounts counts = new TaskCounts(plan.taskCount(), waiting, 0, 0, 0, notRun, reused);
    return new RunRecord(
        RunRecord.VERSION,
        run.id().value(),
        plan.name(),
        RunStatus.PLANNED,
        new RunTarget(target.kind(), Map.of()),
        counts,
        new RunTimes(now, Optional.empty(), now, Optional.empty(), expiry, deadline(run, now)),
        Optional.of(new Holder(process.host(), process.pid(), process.machine(), now)),
        run.build(),
        Optional.empty(),
        run.takeover().origin(),
        "");
  }

  /** What is taken over is in the journal before there is a record: whoever attaches knows it. */
  private static void beginJournal(
      RunStore store, JournalAppender appender, RunRecord record, NewRun run) {
    store.writeKeys(run.keys().bytes());
    run.source().ifPresent(store::writeSource);
    OutputSources.store(run.takeover(), run.planned().plan().header().groups(), store);
    Journal journal = new Journal(appender);
    run.takeover()
        .events(
            run.planned().plan().header(),
            record.times().created(),
            event -> journal.write(List.of(event)));
  }

  /**
   * One that has passed already was that of an earlier run, and does not bind a rerun; any other
   * run is late when it begins.
   *
   * @throws RunException if it is late, and would be ended for that at once
   */
  private Optional<RunDeadline> deadline(NewRun run, Instant now) {
    Optional<RunDeadline> wanted =
        run.planned()
            .plan()
            .header()
            .limits()
            .deadline()
            .map(wish -> new RunDeadline(whole(wish.at(now)), wish.text(), wish.cancels(), false));
    if (wanted.filter(deadline -> !deadline.at().isAfter(now)).isEmpty()) {
      return wanted;
    }
    String passed = "the deadline " + wanted.get().told() + " has passed already";
    if (run.takeover().rerunOf().isPresent()) {
      listener.notice(passed + ", and is left out");
      return Optional.empty();
    }
    if (wanted.get().cancels()) {
      throw new RunException(
          Blame.CAPACITY,
          "begin run " + run.id(),
          passed,
          "Nothing was created. Change limits.deadline, or let a late run go on: onMiss: continue.");
    }
    listener.warning(passed + ", so this run is late from its beginning");
    return wanted;
  }

  /** In seconds, as people tell times; later rather than earlier. */
  private static Instant whole(Instant time) {
    return time.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void createInStorage(RunStore store, RunRecord record, NewRun run) {
    try {
      Path plan = Files.createTempFile("batchline-plan-", ".ndjson.gz");
      try {
        PlanFile.write(run.planned().plan(), plan);
        store.create(
            RunJson.bytes(record),
            plan,
            run.planned().uploads(),
            journal -> beginJournal(store, journal, record, run));
      } finally {
        Files.deleteIfExists(plan);
      }
    } catch (IOException e) {
      throw StoredPlan.failed("write the plan of run " + store.id(), e);
    }
  }
}
