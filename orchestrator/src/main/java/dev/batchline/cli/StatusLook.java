package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RecordText;
import dev.batchline.cli.console.StatusDisplay;
import dev.batchline.run.RunWatch;
import dev.batchline.run.Standstill.Explanation;
import dev.batchline.target.Circumstances;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows how a run is, once or until it has ended.
 *
 * <p>A local run's services end with the process that drives it; whoever watches then goes on with
 * services of its own, to see how the run ended.
 */
final class StatusLook {

  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOCAL = Duration.ofSeconds(1);
  private static final Duration SLICE = Duration.ofMillis(200);

  private final Surroundings surroundings;
  private final Console console;
  private final RunId run;
  private final Connection.Wish wish;

  StatusLook(Surroundings surroundings, Console console, RunId run, Connection.Wish wish) {
    this.surroundings = surroundings;
    this.console = console;
    this.run = run;
    this.wish = wish;
  }

  /** Prints how it is now. */
  void once() throws IOException, InterruptedException {
    try (Connection connection = open()) {
      connection.explaining(() -> tell(watch(connection).look(), connection));
    }
  }

  /** Prints what changes; returns the exit code of the run. */
  int untilItEnds(Interruption interruption) throws IOException, InterruptedException {
    try (StatusDisplay display =
        new StatusDisplay(console, surroundings.inPipeline(), surroundings.timeline())) {
      while (true) {
        try (Connection connection = open()) {
          Optional<Integer> end = follow(connection, display, interruption);
          if (end.isPresent()) {
            return end.get();
          }
        }
      }
    }
  }

  /** Empty when the services it used have ended, so that it must connect anew. */
  private Optional<Integer> follow(
      Connection connection, StatusDisplay display, Interruption interruption)
      throws InterruptedException {
    try {
      return look(connection, display, interruption);
    } catch (RunException e) {
      if (e.blame() == Blame.SERVICE && connection.borrowed()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Integer> look(
      Connection connection, StatusDisplay display, Interruption interruption)
      throws InterruptedException {
    RunWatch watch = watch(connection);
    while (!interruption.requested()) {
      RunWatch.Look look = watch.look();
      Optional<Integer> end = look.record().exitCode();
      if (end.isPresent()) {
        display.close();
        tell(look, connection);
        return end;
      }
      display.show(look);
      if (connection.local()) {
        throw standsStill();
      }
      pause(connection.borrowed() ? BETWEEN_LOCAL : BETWEEN, interruption);
    }
    display.close();
    console.note("The run goes on. Look again with: batchline status " + run);
    return Optional.of(ExceptionMapper.INTERRUPTED);
  }

  /** Its services would be ours: while we watched, nobody could drive it. */
  private RunException standsStill() {
    return new RunException(
        Blame.USER,
        "watch run " + run,
        "it is local and nobody drives it, so it stands still",
        "Go on with: batchline attach " + run);
  }

  private Connection open() throws IOException, InterruptedException {
    return Connection.toRun(run, surroundings, console, wish);
  }

  private RunWatch watch(Connection connection) {
    Optional<AzureBatchAccount> account = connection.account();
    return new RunWatch(
        connection.files(),
        run,
        surroundings.timeline(),
        jobs ->
            account
                .map(known -> jobs.stream().map(known::circumstances).toList())
                .orElse(List.of()));
  }

  private void tell(RunWatch.Look look, Connection connection) {
    String outputs = connection.files().run(run).outputsLocation();
    if (!console.json()) {
      console.say(RecordText.of(look, outputs, surroundings.timeline().now()));
      return;
    }
    Map<String, Object> document = RunDocument.of(look.record());
    if (!look.why().isEmpty()) {
      document.put("why", why(look.why()));
    }
    document.put("driven", look.driven());
    look.place().flatMap(Circumstances::pool).ifPresent(pool -> document.put("pool", pool));
    document.put("groups", look.state().groups());
    document.put("outputs", outputs);
    console.document(document);
  }

  private static Map<String, Object> why(List<Explanation> causes) {
    Map<String, Object> first = cause(causes.get(0));
    first.put("also", causes.stream().skip(1).map(StatusLook::cause).toList());
    return first;
  }

  private static Map<String, Object> cause(Explanation explanation) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("cause", explanation.cause().word());
    document.put("sentence", explanation.sentence());
    if (!explanation.cause().help().isEmpty()) {
      document.put("help", explanation.cause().help());
    }
    return document;
  }

  private void pause(Duration duration, Interruption interruption) throws InterruptedException {
    Instant end = surroundings.timeline().now().plus(duration);
    while (!interruption.requested() && surroundings.timeline().now().isBefore(end)) {
      surroundings.timeline().sleep(SLICE);
    }
  }
}
