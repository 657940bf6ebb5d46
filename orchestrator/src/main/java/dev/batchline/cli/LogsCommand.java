package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.AttemptLogs.Reading;
import dev.batchline.cli.AttemptLogs.Source;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.LogStream;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.run.RunHistory;
import dev.batchline.run.Runs;
import dev.batchline.run.TaskIndex;
import dev.batchline.run.TaskStatus;
import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what the attempts of a task wrote, or what failed. */
@Command(
    name = "logs",
    description = {
      "Print stdout and stderr of the attempts of a task: those that have ended, and the one that"
          + " runs.",
      "Without a task: the end of stderr of what failed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline logs risk-report-20261121-060001-k3f9 simulate-17",
      "  batchline logs risk-report-20261121-060001-k3f9 simulate-17 --attempt 2 --stderr",
      "  batchline logs risk-report-20261121-060001-k3f9 simulate-17 --tail 100 --follow",
      "  batchline logs risk-report-20261121-060001-k3f9 --failed"
    })
final class LogsCommand implements Callable<Integer> {

  private static final List<String> ERRORS = List.of("stderr.txt");
  private static final List<String> ALL = List.of("stderr.txt", "stdout.txt");

  /** How many tasks a mistyped one is compared with. */
  private static final int COMPARED = 10_000;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();

  @Parameters(index = "1", arity = "0..1", paramLabel = "TASK", description = "Id of the task.")
  String task = "";

  @Option(names = "--attempt", paramLabel = "N", description = "That attempt alone.")
  int attempt;

  @Option(names = "--stderr", description = "Standard error alone.")
  boolean onlyErrors;

  @Option(
      names = "--tail",
      paramLabel = "N",
      description =
          "The last N lines of each file alone, found from its end; with --follow, what comes"
              + " after them, too.")
  @Nullable Integer tail;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on while the task writes, also across retries, until it has ended.")
  boolean follow;

  @Option(
      names = "--failed",
      description =
          "The end of stderr of every attempt that failed; those that failed alike together.")
  boolean failed;

  @Mixin LookOptions look = new LookOptions();

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    requireSense(console);
    RunId id = run.id(surroundings, console, look.connection);
    Interruption interruption = new Interruption();
    if (follow) {
      Interrupts.handle(interruption::request);
    }
    Connection.Wish wish = new Connection.Wish(look.connection, run.local, false);
    LogFollow.Wanted wanted;
    try (Connection connection = Connection.toRun(id, surroundings, console, wish)) {
      RunStore store = connection.files().run(id);
      RunHistory history = new Runs(connection.files()).history(id);
      String named = failed ? "" : named(history);
      if (named.isEmpty()) {
        connection.explaining(new FailedLogs(store, console)::tell);
        return 0;
      }
      int ordinal = ordinal(history, named);
      if (!follow) {
        AttemptLogs logs = new AttemptLogs(connection, id, last());
        AttemptId asked = new AttemptId(ordinal, named, attempt);
        connection.explaining(() -> print(logs, history, asked, console));
        return 0;
      }
      wanted = new LogFollow.Wanted(id, ordinal, named, attempt, onlyErrors, last());
    }
    return new LogFollow(surroundings, console, wanted, wish, interruption).follow();
  }

  private void requireSense(Console console) {
    if (failed && (follow || !task.isEmpty() || attempt > 0 || tail != null)) {
      throw wrong(
          "use --failed", "it is about the whole run", "Leave out the task, --follow and --tail.");
    }
    if (tail != null && tail < 0) {
      throw wrong("print the last " + tail + " lines", "there are no fewer than 0", "");
    }
    if (follow && console.json()) {
      throw wrong("follow logs as JSON", "logs are text", "Leave out --output json.");
    }
    if (attempt < 0) {
      throw wrong("find attempt " + attempt, "attempts are counted from 1", "");
    }
  }

  private OptionalInt last() {
    return tail == null ? OptionalInt.empty() : OptionalInt.of(tail);
  }

  /** The only task of a run needs no name; of others without one, failures are told. */
  private String named(RunHistory history) {
    if (!task.isEmpty()) {
      return task;
    }
    if (history.plan().taskCount() == 1) {
      return history.plan().taskId(0);
    }
    if (follow || attempt > 0 || tail != null) {
      throw wrong("print logs", "the run has several tasks", tasks(history));
    }
    return "";
  }

  private static int ordinal(RunHistory history, String task) {
    OptionalInt ordinal = new TaskIndex(history.plan()).ordinal(task);
    if (ordinal.isEmpty()) {
      throw wrong(
          "find logs of task " + task,
          "the run has no such task",
          meant(history, task) + tasks(history));
    }
    return ordinal.getAsInt();
  }

  private static String meant(RunHistory history, String task) {
    int compared = Math.min(history.plan().taskCount(), COMPARED);
    List<String> ids = IntStream.range(0, compared).mapToObj(history.plan()::taskId).toList();
    return Suggestions.nearest(task, ids).map(id -> "Did you mean " + id + "? ").orElse("");
  }

  private static String tasks(RunHistory history) {
    List<String> names = new ArrayList<>();
    for (PlannedGroup group : history.plan().groups()) {
      if (group.count() > 0) {
        String first = group.taskId(group.first());
        names.add(
            group.count() == 1
                ? first
                : first + " to " + group.taskId(group.first() + group.count() - 1));
      }
    }
    return "Its tasks are " + String.join(", ", names) + ".";
  }

  private void print(AttemptLogs logs, RunHistory history, AttemptId wanted, Console console)
      throws IOException {
    int last = history.state().attempts(wanted.ordinal());
    List<AttemptId> attempts = new ArrayList<>();
    for (int number = 1; number <= last; number++) {
      if (attempt == 0 || attempt == number) {
        attempts.add(new AttemptId(wanted.ordinal(), wanted.taskId(), number));
      }
    }
    List<String> files = onlyErrors ? ERRORS : ALL;
    boolean any =
        console.json()
            ? new LogDocument(logs, surroundings.out()).print(attempts, files)
            : print(logs, attempts, files, console);
    if (!any) {
      throw nothing(logs.run(), history, wanted, last);
    }
  }

  private RunException nothing(RunId id, RunHistory history, AttemptId wanted, int last) {
    String action =
        "find logs of task " + wanted.taskId() + (attempt > 0 ? ", attempt " + attempt : "");
    if (history.state().status(wanted.ordinal()) == TaskStatus.REUSED) {
      String origin = history.state().reusedFrom(wanted.ordinal()).orElse("");
      return wrong(
          action,
          "its result was taken over from run " + origin,
          "See them there: batchline logs " + origin + " " + wanted.taskId());
    }
    if (last > 0 && attempt > last) {
      return wrong(
          action,
          "it was tried " + last + (last == 1 ? " time" : " times"),
          "Leave out --attempt for all of them.");
    }
    return wrong(
        action,
        last == 0 ? "it has not begun" : "there are none, neither in Storage nor on a node",
        "Why it does not run is said by: batchline status " + id);
  }

  private static boolean print(
      AttemptLogs logs, List<AttemptId> attempts, List<String> files, Console console) {
    boolean any = false;
    for (AttemptId id : attempts) {
      for (String file : files) {
        if (console.wanted()) {
          any |= print(logs, id, file, console);
        }
      }
    }
    return any || !console.wanted();
  }

  private static boolean print(AttemptLogs logs, AttemptId id, String file, Console console) {
    List<String> header = new ArrayList<>();
    header.add("--- " + RunBlobs.logs(id.taskId(), id.number()) + file);
    LogStream lines =
        new LogStream(
            line -> {
              header.forEach(console::pour);
              header.clear();
              console.pour(line);
            });
    Reading reading = new Reading(id, file, lines, console::wanted);
    boolean there = logs.readOn(reading) != Source.NOWHERE;
    reading.end();
    if (there) {
      header.forEach(console::pour); // a file that is empty is worth saying, too
    }
    return there;
  }

  private static RunException wrong(String action, String reason, String hint) {
    return new RunException(Blame.USER, action, reason, hint);
  }
}
