package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.AttemptLogs.Reading;
import dev.batchline.cli.AttemptLogs.Source;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.LogStream;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunState;
import dev.batchline.run.RunWatch;
import dev.batchline.run.TaskStatus;
import dev.batchline.target.AttemptId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Prints what a task writes while it writes it, attempt after attempt, until the task has ended.
 *
 * <p>Standard output of the task goes to standard output, its standard error to standard error.
 */
final class LogFollow {

  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOCAL = Duration.ofMillis(500);
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final Set<TaskStatus> GOES_ON =
      Set.of(TaskStatus.WAITING, TaskStatus.SUBMITTED, TaskStatus.RETRYING);

  private final Surroundings surroundings;
  private final Console console;
  private final Wanted wanted;
  private final Connection.Wish wish;
  private final Interruption interruption;
  private List<Reading> readings = List.of();
  private int attempt;
  private boolean waited;

  /**
   * What is followed.
   *
   * @param ordinal of the task
   * @param attempt that one alone; 0 for the one that runs now, and those after it
   * @param last how many lines of what was written before are printed; all of them when empty
   */
  record Wanted(
      RunId run, int ordinal, String task, int attempt, boolean onlyErrors, OptionalInt last) {}

  /**
   * @param interruption ends it, however much of what was written is left to be read
   */
  LogFollow(
      Surroundings surroundings,
      Console console,
      Wanted wanted,
      Connection.Wish wish,
      Interruption interruption) {
    this.surroundings = surroundings;
    this.console = console;
    this.wanted = wanted;
    this.wish = wish;
    this.interruption = interruption;
  }

  /** Returns the exit code of the process. */
  int follow() throws IOException, InterruptedException {
    while (true) {
      try (Connection connection = Connection.toRun(wanted.run(), surroundings, console, wish)) {
        Optional<Integer> end = follow(connection);
        if (end.isPresent()) {
          readings.forEach(Reading::end);
          console.wanted();
          return end.get();
        }
      }
    }
  }

  /** Empty when the services it used have ended, so that it must connect anew. */
  private Optional<Integer> follow(Connection connection) throws InterruptedException {
    try {
      RunWatch watch =
          new RunWatch(
              connection.files(), wanted.run(), surroundings.timeline(), jobs -> List.of());
      AttemptLogs logs = new AttemptLogs(connection, wanted.run(), wanted.last());
      while (!interruption.requested()) {
        boolean over = turn(watch, logs);
        if (!interruption.requested() && (over || !console.wanted())) {
          return Optional.of(0);
        }
        pause(connection.borrowed() ? BETWEEN_LOCAL : BETWEEN);
      }
    } catch (RunException e) {
      if (e.blame() == Blame.SERVICE && connection.borrowed()) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(ExceptionMapper.INTERRUPTED);
  }

  /** Reads what is new; says whether nothing will follow. */
  private boolean turn(RunWatch watch, AttemptLogs logs) {
    RunRecord record = watch.glance();
    RunState state = watch.state();
    begin(state);
    boolean over = isOver(state, record); // before reading: what is read then is all there is
    boolean driven = over || watch.driven();
    Source source = readings.isEmpty() ? Source.NOWHERE : readOn(logs);
    if (!over && !driven && source != Source.NODE) {
      console.note(
          "Nobody drives the run, so nothing more comes. Go on with: batchline attach "
              + wanted.run());
      return true;
    }
    if (!over) {
      tellWaiting(source);
      return false;
    }
    return !nextAttempt(state, record);
  }

  private void begin(RunState state) {
    if (readings.isEmpty() && state.attempts(wanted.ordinal()) > 0) {
      open(wanted.attempt() > 0 ? wanted.attempt() : state.attempts(wanted.ordinal()));
    }
  }

  private void open(int number) {
    attempt = number;
    readings.forEach(Reading::end);
    AttemptId id = new AttemptId(wanted.ordinal(), wanted.task(), number);
    console.note("--- " + wanted.task() + ", attempt " + number);
    List<Reading> opened = new ArrayList<>();
    opened.add(
        new Reading(
            id,
            "stderr.txt",
            new LogStream(wanted.onlyErrors() ? console::pour : console::note),
            this::readsOn));
    if (!wanted.onlyErrors()) {
      opened.add(new Reading(id, "stdout.txt", new LogStream(console::pour), this::readsOn));
    }
    readings = opened;
    waited = false;
  }

  private boolean readsOn() {
    return !interruption.requested() && console.wanted();
  }

  private Source readOn(AttemptLogs logs) {
    Source all = Source.NOWHERE;
    for (Reading reading : readings) {
      Source source = logs.readOn(reading);
      all = source == Source.NOWHERE ? all : source;
    }
    return all;
  }

  private void tellWaiting(Source source) {
    if (source == Source.NOWHERE && !waited) {
      waited = true;
      console.note(
          wanted.task()
              + " has written nothing yet; why nothing runs is said by: batchline status "
              + wanted.run());
    }
  }

  /** Whether the attempt that is read will write nothing more. */
  private boolean isOver(RunState state, RunRecord record) {
    TaskStatus status = state.status(wanted.ordinal());
    boolean followed = attempt > 0 && state.attempts(wanted.ordinal()) > attempt;
    return record.state().ended() || followed || !GOES_ON.contains(status);
  }

  /** Turns to the attempt that follows, if one does or may. */
  private boolean nextAttempt(RunState state, RunRecord record) {
    if (wanted.attempt() > 0 || record.state().ended()) {
      return false;
    }
    if (state.attempts(wanted.ordinal()) > attempt) {
      open(attempt + 1);
      return true;
    }
    return state.status(wanted.ordinal()) == TaskStatus.UNDECIDED;
  }

  private void pause(Duration duration) throws InterruptedException {
    Instant end = surroundings.timeline().now().plus(duration);
    while (!interruption.requested() && surroundings.timeline().now().isBefore(end)) {
      surroundings.timeline().sleep(SLICE);
    }
  }
}
