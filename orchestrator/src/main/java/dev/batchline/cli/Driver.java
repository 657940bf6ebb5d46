package dev.batchline.cli;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RunDisplay;
import dev.batchline.run.NewRun;
import dev.batchline.run.RunOptions;
import dev.batchline.run.RunResult;
import dev.batchline.run.Runner;
import dev.batchline.target.azurebatch.AzureBatchTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drives one run in this process, in view of the person: from the first check to the summary.
 *
 * <p>Ctrl-C leaves the run alone, which then goes on; what was started on this machine is stopped.
 */
final class Driver {

  private final Surroundings surroundings;
  private final DriveOptions options;
  private final Console console;
  private final Interruption interruption = new Interruption();
  private final AtomicBoolean driving = new AtomicBoolean();
  private volatile Optional<RunDisplay> shown = Optional.empty();

  Driver(Surroundings surroundings, DriveOptions options) {
    this.surroundings = surroundings;
    this.options = options;
    this.console =
        new Console(
            surroundings.out(),
            surroundings.err(),
            surroundings.screen(),
            options.output == OutputFormat.JSON || options.detach);
    Thread main = Thread.currentThread();
    Interrupts.handle(
        () -> {
          interruption.request();
          if (!driving.get()) {
            main.interrupt();
          }
        },
        () -> surroundings.err().println(lastWords()));
  }

  Console console() {
    return console;
  }

  /** Makes a new run and drives it; returns the exit code of the process. */
  int start(NewRun run, Connection connection) throws IOException {
    try {
      return drive(run.id(), connection, (runner, how, display) -> runner.start(run, how));
    } catch (RuntimeException e) {
      if (shown.filter(RunDisplay::recorded).isEmpty()) {
        connection.forget(run.id());
      }
      throw e;
    }
  }

  /** Drives a run on that another process has left. */
  int attach(RunId run, Connection connection) throws IOException {
    return drive(
        run,
        connection,
        (runner, how, display) -> {
          display.announce();
          return runner.attach(run, how);
        });
  }

  /** What is done with a runner. */
  private interface Drive {
    RunResult with(Runner runner, RunOptions how, RunDisplay display);
  }

  /** What a second Ctrl-C leaves unfinished. */
  private String lastWords() {
    return shown.filter(RunDisplay::recorded).isPresent()
        ? "batchline: ended at once; the record of the run is kept: batchline attach "
            + shown.get().run()
        : "batchline: ended at once";
  }

  private int drive(RunId run, Connection connection, Drive drive) throws IOException {
    AzureBatchTarget target = connection.target();
    ReportWriting.monitor(connection);
    target.requireAccess();
    Path directory = destination(run).directory();
    RunDisplay display =
        new RunDisplay(
            console,
            surroundings.inPipeline(),
            surroundings.timeline(),
            run.value(),
            connection.page(run));
    connection.remember(run);
    shown = Optional.of(display);
    RunResult result;
    driving.set(true);
    try (display) {
      Runner runner = new Runner(connection.files(), target, surroundings.timeline(), display);
      result =
          drive.with(
              runner,
              new RunOptions(directory, connection.pace(), options.detach, interruption),
              display);
    } catch (RuntimeException e) {
      RuntimeException failure = connection.explain(e);
      if (!display.recorded()) {
        throw failure;
      }
      if (!tellsHowToGoOn(e)) {
        console.note("The record of the run is kept: batchline attach " + run);
      }
      throw failure instanceof RunException known ? known.of(run) : failure;
    }
    return new RunEnding(surroundings, console, connection).tell(result, answer());
  }

  private static boolean tellsHowToGoOn(RuntimeException e) {
    return e instanceof RunException known && known.hint().contains("batchline attach");
  }

  /** What standard output has: of a run that is detached from, its id alone. */
  private RunEnding.Answer answer() {
    if (options.output == OutputFormat.JSON) {
      return RunEnding.Answer.DOCUMENT;
    }
    return options.detach ? RunEnding.Answer.ID : RunEnding.Answer.SUMMARY;
  }

  /** Where the copy of a run goes. */
  Destination destination(RunId run) {
    return new Destination(
        options.to.isEmpty() ? Path.of("batchline-runs", run.value()) : Path.of(options.to));
  }
}
