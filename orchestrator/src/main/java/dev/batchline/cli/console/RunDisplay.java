package dev.batchline.cli.console;

import dev.batchline.base.Timeline;
import dev.batchline.devops.LoggingCommands;
import dev.batchline.devops.LoggingCommands.Severity;
import dev.batchline.run.RunListener;
import dev.batchline.run.RunProgress;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Standstill.Explanation;
import dev.batchline.run.StandstillCause;
import dev.batchline.storage.CollectProgress;
import dev.batchline.storage.UploadProgress;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a run while it goes on: redrawn in place on a terminal, else a line now and then.
 *
 * <p>In a step of Azure Pipelines it also moves the step's progress bar and lists failed tasks as
 * issues. Any thread may tell it things.
 */
public final class RunDisplay implements RunListener, AutoCloseable {

  private static final int MOST_ISSUES = 10;

  /** Before the same cause of a standstill is told again. */
  private static final Duration SAME_CAUSE = Duration.ofMinutes(10);

  private final Console console;
  private final boolean pipeline;
  private final Timeline timeline;
  private final Instant began;
  private final String run;
  private final Optional<String> page;
  private final Optional<TerminalBlock> block;
  private final PlainRhythm rhythm = new PlainRhythm();
  private final FailureLines failures = new FailureLines();

  private RunView view;
  private boolean recorded;
  private boolean announced;
  private int issues;

  /** When each cause of the present standstill was last told. */
  private final Map<StandstillCause, Instant> told = new EnumMap<>(StandstillCause.class);

  /**
   * @param pipeline whether this is a step of Azure Pipelines
   * @param page where a browser shows the run, if anything does
   */
  public RunDisplay(
      Console console, boolean pipeline, Timeline timeline, String run, Optional<String> page) {
    this.console = console;
    this.run = run;
    this.page = page;
    this.pipeline = pipeline;
    this.timeline = timeline;
    this.began = timeline.now();
    this.view = RunView.begin(run);
    this.block =
        console.screen().canRedraw() && !pipeline
            ? Optional.of(new TerminalBlock(console, this::lines))
            : Optional.empty();
  }

  public String run() {
    return run;
  }

  /** Whether Storage knows of the run, so that it can be attached to. */
  public synchronized boolean recorded() {
    return recorded;
  }

  /**
   * Tells the run's id, once. Of a new run it is told when there is a record: whoever was told an
   * id can attach to it, whatever becomes of this process.
   */
  public synchronized void announce() {
    if (announced) {
      return;
    }
    announced = true;
    above("Run " + run);
    page.ifPresent(address -> above("See it in a browser: " + address));
    if (pipeline) {
      console.say(LoggingCommands.setOutputVariable("runId", run));
    }
  }

  @Override
  public synchronized void phase(RunRecord record) {
    recorded = true;
    announce();
    boolean news = view.status() != record.state();
    show(view.with(record), news);
    if (news && pipeline) {
      console.say(LoggingCommands.setProgress(view.percent(), record.state().word()));
    }
  }

  @Override
  public synchronized void uploading(UploadProgress progress) {
    show(view.with(progress), false);
  }

  @Override
  public synchronized void observed(RunProgress progress) {
    show(view.with(progress), false);
    tellWhy(progress.why());
  }

  /** Without a terminal: when there is another cause, and now and then; causes may take turns. */
  private void tellWhy(Optional<Explanation> why) {
    if (why.isEmpty()) {
      told.clear();
      return;
    }
    Instant now = timeline.now();
    Instant before = told.get(why.get().cause());
    if (block.isEmpty() && (before == null || !now.isBefore(before.plus(SAME_CAUSE)))) {
      told.put(why.get().cause(), now);
      console.note(StandstillText.of(why.get()));
    }
  }

  @Override
  public synchronized void collecting(CollectProgress progress) {
    show(view.with(progress), false);
  }

  @Override
  public synchronized void attemptFailed(
      AttemptId attempt, Outcome.Failed outcome, Optional<Duration> retry) {
    if (pipeline && retry.isEmpty() && issues++ < MOST_ISSUES) {
      console.say(LoggingCommands.logIssue(Severity.ERROR, FailureLines.what(attempt, outcome)));
      return;
    }
    failures.line(attempt, outcome, retry).ifPresent(this::above);
  }

  @Override
  public synchronized void warning(String sentence) {
    if (pipeline) {
      console.say(LoggingCommands.logIssue(Severity.WARNING, ForeignText.line(sentence)));
    } else {
      above("Warning: " + ForeignText.line(sentence));
    }
  }

  @Override
  public synchronized void notice(String sentence) {
    above(ForeignText.line(sentence));
  }

  /** Removes the display; what comes after is printed below all that was. */
  @Override
  public void close() {
    block.ifPresent(TerminalBlock::close);
  }

  private void above(String line) {
    if (block.isPresent()) {
      block.get().above(line);
    } else {
      console.note(line);
    }
  }

  private void show(RunView next, boolean news) {
    view = next.at(Duration.between(began, timeline.now()));
    if (block.isEmpty() && rhythm.due(view.elapsed(), news)) {
      console.note(RunViewText.sentence(view));
      if (pipeline && !news) {
        console.say(LoggingCommands.setProgress(view.percent(), view.status().word()));
      }
    }
  }

  private synchronized java.util.List<String> lines(int columns) {
    return RunViewText.block(view.at(Duration.between(began, timeline.now())), columns);
  }

  /** How often plain lines come: less and less. */
  private static final class PlainRhythm {

    private Duration last = Duration.ZERO;

    boolean due(Duration elapsed, boolean news) {
      Duration pause =
          elapsed.compareTo(Duration.ofMinutes(1)) < 0
              ? Duration.ofSeconds(10)
              : elapsed.compareTo(Duration.ofMinutes(10)) < 0
                  ? Duration.ofSeconds(30)
                  : Duration.ofMinutes(1);
      if (!news && elapsed.minus(last).compareTo(pause) < 0) {
        return false;
      }
      last = elapsed;
      return true;
    }
  }
}
