package dev.batchline.run;

import dev.batchline.plan.Plan;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.Observation;
import dev.batchline.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one loop: ask the policy for a step, write it down, do it, fold in what the target reports.
 *
 * <p>It may be killed anywhere. What was written and not done is done again by the next process:
 * attempts have the same ids, so the target takes none twice.
 */
final class RunLoop {

  /** Tasks whose first attempt is due later than this are retried, and were in before. */
  private static final Duration PUT_OFF_AT_MOST = Duration.ofMinutes(10);

  private final RunSession session;
  private final RunState state;
  private final Plan plan;
  private final Target target;
  private final RunPolicy policy;
  private final StandstillWatch standstill;
  private final NewEnds newEnds;
  private final HandOver handOver;
  private final Outlook outlook;
  private final NodeCare nodeCare;
  private final PoolCare poolCare;
  private Optional<Capacity> capacity = Optional.empty();
  private Optional<Standstill.Explanation> why = Optional.empty();

  RunLoop(RunSession session, Plan plan, Target target, RunPolicy policy, Outlook outlook) {
    this.session = session;
    this.state = session.state();
    this.plan = plan;
    this.target = target;
    this.policy = policy;
    this.outlook = outlook;
    this.standstill =
        new StandstillWatch(target::circumstances, session.store().id().value(), policy.pace());
    this.nodeCare = new NodeCare(session, target);
    this.poolCare = new PoolCare(session, target);
    this.newEnds = new NewEnds(session);
    this.handOver = new HandOver(session, plan, target);
  }

  /** Why the loop was left. */
  enum Left {
    FINISHED,
    SUBMITTED,
    INTERRUPTED
  }

  Left run(boolean leaveWhenSubmitted) {
    while (!session.interrupted()) {
      Step step = policy.next(state, session.now());
      if (step instanceof Step.Submit submit) {
        handOver.submit(submit.tries());
        tell();
      } else if (step instanceof Step.Decide decide) {
        decide(decide.decisions());
      } else if (step instanceof Step.TakeOut takeOut) {
        nodeCare.takeOut(takeOut.nodes());
      } else if (step instanceof Step.CreateAgain again) {
        if (!poolCare.createAgain(again.place())) {
          observe();
          session.pause(session.now().plus(policy.pace().slowest()));
        }
      } else if (step instanceof Step.Observe) {
        observe();
      } else if (step instanceof Step.WaitUntil wait) {
        if (leaveWhenSubmitted && !isPutOff()) {
          return Left.SUBMITTED;
        }
        session.pause(wait.until());
      } else if (step instanceof Step.Finish finish) {
        finish(finish);
        return Left.FINISHED;
      }
    }
    return Left.INTERRUPTED;
  }

  /** Whether tasks wait that the target would not take at first: they are not in yet. */
  private boolean isPutOff() {
    boolean[] putOff = {false};
    state.forEachDue(
        session.now().plus(PUT_OFF_AT_MOST),
        (due, task) -> {
          putOff[0] = state.attempts(task) == 1;
          return !putOff[0];
        });
    return putOff[0];
  }

  /** Finds out what became of attempts that an earlier process handed over. */
  void reconcile() {
    new Reconciliation(session, plan.header(), target, handOver).go();
  }

  private void decide(List<RunEvent> decisions) {
    for (RunEvent decision : decisions) {
      if (decision instanceof RunEvent.WillRetry retry) {
        tellFailure(retry.ordinal(), Optional.of(Duration.between(retry.at(), retry.notBefore())));
      } else if (decision instanceof RunEvent.GaveUp gaveUp) {
        tellFailure(gaveUp.ordinal(), Optional.empty());
      } else if (decision instanceof RunEvent.Skipped skipped) {
        session
            .listener()
            .notice("group " + skipped.group() + " does not run: a group before it failed");
      }
    }
    session.write(decisions);
  }

  private void tellFailure(int task, Optional<Duration> retry) {
    state
        .undecided()
        .outcome(task)
        .ifPresent(
            outcome ->
                session.listener().attemptFailed(id(task, state.attempts(task)), outcome, retry));
  }

  private void observe() {
    Observation seen = session.persistently(() -> target.observe(state.knownEnds(), this::ended));
    Optional<String> cancelled = session.persistently(session.store()::cancelRequested);
    Instant now = session.now();
    List<RunEvent> events = new ArrayList<>();
    seen.closed().ifPresent(reason -> events.add(new RunEvent.Closed(now, reason)));
    cancelled
        .filter(reason -> state.cancelled().isEmpty())
        .ifPresent(reason -> events.add(new RunEvent.CancelRequested(now, reason)));
    events.addAll(poolCare.news(seen, now));
    events.addAll(nodeCare.news(seen.capacity().troubles(), now));
    events.add(RunEvent.Observed.of(seen, now));
    session.write(events);
    poolCare.tend(seen);
    capacity = Optional.of(seen.capacity());
    why = standstill.look(state, seen, now);
    standstill.news(now).ifPresent(still -> session.write(List.of(still)));
    why = why.map(each -> StandstillDecision.told(each, state, now));
    outlook.look(state, seen, now).ifPresent(session.listener()::warning);
    session.refresh();
    tell();
  }

  /** What failed is decided upon before more is read: a million failures wait for nobody. */
  private void ended(List<AttemptEnd> ends) {
    session.write(newEnds.of(ends));
    while (policy.next(state, session.now()) instanceof Step.Decide decide) {
      decide(decide.decisions());
    }
  }

  private void finish(Step.Finish finish) {
    if (state.finished().isEmpty()) {
      session.write(
          List.of(new RunEvent.Finished(session.now(), finish.status(), finish.reason())));
    }
  }

  private void tell() {
    TaskCounts counts = state.counts();
    Duration elapsed = state.elapsed(session.now());
    session
        .listener()
        .observed(
            new RunProgress(
                counts,
                state.attempts(),
                state.count(TaskStatus.RETRYING),
                capacity,
                elapsed,
                outlook.estimate().map(Forecast.Estimate::left),
                outlook.estimate().filter(Forecast.Estimate::atLeast).isPresent(),
                outlook.deadline(),
                outlook.spare(session.now()),
                why));
  }

  private AttemptId id(int task, int number) {
    return new AttemptId(task, plan.header().taskId(task), number);
  }
}
