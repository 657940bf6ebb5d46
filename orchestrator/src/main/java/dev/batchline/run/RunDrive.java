package dev.batchline.run;

import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.LocalFile;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlannedPool;
import dev.batchline.run.RunResult.Ending;
import dev.batchline.storage.Collected;
import dev.batchline.storage.Collector;
import dev.batchline.storage.FileStore;
import dev.batchline.target.RunSetup;
import dev.batchline.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run on its way from where it stands to its end: upload, prepare, loop, collect. */
final class RunDrive {

  private final RunSession session;
  private final FileStore files;
  private final Target target;
  private final Plan plan;
  private final RunOptions options;

  RunDrive(RunSession session, FileStore files, Target target, Plan plan, RunOptions options) {
    this.session = session;
    this.files = files;
    this.target = target;
    this.plan = plan;
    this.options = options;
  }

  RunResult go() {
    if (session.state().finished().isPresent()) {
      target.open(setup());
      return finish(session.state().finished().get());
    }
    if (!upload()) {
      return left(Ending.INTERRUPTED);
    }
    if (!hasWork()) {
      target.open(setup());
    } else if (!prepare()) {
      return left(Ending.INTERRUPTED);
    }
    RunLoop loop = loop();
    loop.reconcile();
    return switch (loop.run(options.detachWhenSubmitted())) {
      case INTERRUPTED -> left(Ending.INTERRUPTED);
      case SUBMITTED -> left(Ending.DETACHED);
      case FINISHED -> finish(session.state().finished().orElseThrow());
    };
  }

  private RunLoop loop() {
    Optional<RunDeadline> deadline = session.record().times().deadline();
    TaskDurations earlier = earlier();
    LongestFirst longest = LongestFirst.of(plan.header(), earlier);
    return new RunLoop(
        session,
        plan,
        target,
        new RunPolicy(options.pace(), deadline, longest),
        new Outlook(deadline, earlier));
  }

  private TaskDurations earlier() {
    return session
        .persistently(() -> files.durations(plan.header().name()))
        .map(TaskDurations::read)
        .orElse(TaskDurations.NONE);
  }

  /** For the next run of that name; that it can't be told takes nothing from this one. */
  private void remember(RunState state) {
    try {
      TaskDurations took = TaskDurations.of(state, earlier());
      files.writeDurations(plan.header().name(), took.bytes());
    } catch (RunException e) {
      session.listener().notice(e.getMessage() + "; the next run begins without knowing");
    }
  }

  /** An earlier process may have been killed before all files were there. */
  private boolean upload() {
    if (session.record().times().started().isPresent()) {
      return true;
    }
    session.enter(RunStatus.UPLOADING, session.state().counts(), "");
    List<LocalFile> needed = session.store().uploads();
    return files.upload(needed, session.listener()::uploading, options.interruption());
  }

  /** Where every result was taken over, nothing is created. */
  private boolean hasWork() {
    return session.state().ended() < plan.header().taskCount();
  }

  /** Whether pool and job are there; if not, the person left while a quota was in the way. */
  private boolean prepare() {
    RunSetup setup = setup();
    Optional<Map<String, String>> names =
        new QuotaWait(session, plan.header().retry().rules(), setup.times().end())
            .call(() -> target.prepare(setup));
    if (names.isEmpty()) {
      return false;
    }
    session.update(before -> before.withTarget(before.target().and(names.get())));
    session.enter(RunStatus.RUNNING, session.state().counts(), "");
    return true;
  }

  private RunSetup setup() {
    Instant expiry = session.record().times().expiry();
    RunState state = session.state();
    RunId id = session.store().id();
    Instant end = state.started().orElse(session.now()).plus(plan.header().limits().wallClock());
    return new RunSetup(
        id,
        plan.header(),
        session.store().links(expiry),
        new RunSetup.Times(end, expiry),
        state.further(),
        OutputSources.of(id, state, session.record().reusedRuns()),
        session.permit());
  }

  /**
   * Ends the run as it is, copying nothing; only for one that nobody drives.
   *
   * @param reason one sentence
   */
  RunRecord cancel(String reason) {
    RunState state = session.state();
    if (state.finished().isEmpty()) {
      String told = "it was cancelled: " + reason;
      session.write(
          List.of(
              new RunEvent.CancelRequested(session.now(), reason),
              new RunEvent.Finished(session.now(), RunStatus.CANCELLED, told)));
    }
    target.open(setup());
    RunEvent.Finished finished = state.finished().orElseThrow();
    end(finished);
    conclude(finished);
    return session.record();
  }

  private RunResult finish(RunEvent.Finished finished) {
    List<FailedTask> failed = end(finished);
    Optional<Collected> collected = collect();
    if (collected.isEmpty()) {
      return left(Ending.INTERRUPTED);
    }
    session.update(
        before ->
            before.withOutputs(
                new RunRecord.Outputs(collected.get().files(), collected.get().bytes())));
    if (finished.status() == RunStatus.SUCCEEDED) {
      remember(session.state());
    }
    conclude(finished);
    return result(Ending.ENDED).with(failed, collected);
  }

  /** Ends what computes; what failed is looked at before its nodes are gone. */
  private List<FailedTask> end(RunEvent.Finished finished) {
    RunState state = session.state();
    session.enter(RunStatus.COLLECTING, state.finalCounts(), finished.reason());
    new WindingDown(session, target, options.pace()).go(finished.reason());
    List<FailedTask> failed =
        FailedTasks.of(
            state, session.store(), id -> target.tail(id, "stderr.txt", FailedTasks.TAIL));
    wakeWhatIsKept(state);
    session.persistently(
        () -> {
          target.finish(finished.reason());
          return true;
        });
    return failed;
  }

  /** A pool that stays has its own size again, whatever it gave its nodes up for. */
  private void wakeWhatIsKept(RunState state) {
    if (plan.header().pool().keep()
        && state.stillness().resting().contains(PlannedPool.FIRST)
        && !session.persistently(() -> target.wake(PlannedPool.FIRST))) {
      session
          .listener()
          .notice("the pool is kept, but is being resized to 0 nodes: resize it when it is steady");
    }
  }

  private void conclude(RunEvent.Finished finished) {
    session.update(before -> before.withDeadlineMissed(isLate(before, finished)));
    session.enter(finished.status(), session.state().finalCounts(), finished.reason());
  }

  /** Outputs are in Storage when the last task has ended; copying them here takes what it takes. */
  private static boolean isLate(RunRecord record, RunEvent.Finished finished) {
    return record
        .times()
        .deadline()
        .filter(deadline -> !finished.at().isBefore(deadline.at()))
        .isPresent();
  }

  private Optional<Collected> collect() {
    RunHistory history = new RunHistory(plan.header(), session.state());
    return new Collector(
            RunOutputs.of(session.store(), files, history),
            options.directory(),
            session.listener()::collecting)
        .collect(options.interruption());
  }

  /** The person left while something was away that the run needs. */
  RunResult abandoned() {
    return result(Ending.INTERRUPTED).with(List.of(), Optional.empty());
  }

  private RunResult left(Ending ending) {
    session.detach("");
    return result(ending).with(List.of(), Optional.empty());
  }

  private ResultSoFar result(Ending ending) {
    return new ResultSoFar(
        session.store(), session.record(), session.state(), ending, options.directory());
  }
}
