package dev.batchline.cli;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Activity;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.report.Wording;
import dev.batchline.run.RunHistory;
import dev.batchline.run.RunOutputs;
import dev.batchline.run.Runs;
import dev.batchline.storage.Collected;
import dev.batchline.storage.Collector;
import dev.batchline.storage.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies outputs and logs of a run to this machine. */
@Command(
    name = "collect",
    description = "Copy outputs and logs of a run to this machine; only what is missing.",
    footerHeading = "%nExample:%n",
    footer = "  batchline collect risk-report-20261121-060001-k3f9 --to out")
final class CollectCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin LookOptions look = new LookOptions();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to (default: batchline-runs/RUN).")
  String to = "";

  CollectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    RunId id = run.id(surroundings, console, look.connection);
    Path directory = to.isEmpty() ? Path.of("batchline-runs", id.value()) : Path.of(to);
    new Destination(directory).requireWritable();
    Interruption interruption = new Interruption();
    Interrupts.handle(interruption::request);
    Connection.Wish wish = new Connection.Wish(look.connection, run.local, false);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish)) {
      try {
        return collect(id, connection.files(), directory, interruption, console);
      } catch (RunException e) {
        throw connection.explain(e);
      }
    }
  }

  private int collect(
      RunId id, FileStore files, Path directory, Interruption interruption, Console console) {
    RunHistory history = new Runs(files).history(id);
    List<Collector.Source> sources = RunOutputs.of(files.run(id), files, history);
    Optional<Collected> collected = copy(sources, directory, interruption, console);
    if (collected.isEmpty()) {
      console.note("Interrupted; what is copied stays, and collecting again copies the rest.");
      return ExceptionMapper.INTERRUPTED;
    }
    tell(id, directory, collected.get(), console);
    return 0;
  }

  private Optional<Collected> copy(
      List<Collector.Source> sources, Path directory, Interruption interruption, Console console) {
    try (Activity activity = new Activity(console, "Copying to " + directory)) {
      return new Collector(
              sources,
              directory,
              progress ->
                  activity.show(
                      Wording.count(progress.files(), "file")
                          + ", "
                          + Wording.bytes(progress.bytes())))
          .collect(interruption);
    }
  }

  private static void tell(RunId id, Path directory, Collected collected, Console console) {
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("runId", id.value());
      document.put("directory", directory.toAbsolutePath().toString());
      document.put("files", collected.files());
      document.put("bytes", collected.bytes());
      document.put("fetched", collected.fetched());
      document.put("refused", collected.refused());
      console.document(document);
      return;
    }
    console.say(
        Wording.count(collected.files(), "output")
            + ", "
            + Wording.bytes(collected.bytes())
            + ", "
            + (collected.files() == 1 ? "is" : "are")
            + " in "
            + directory.resolve("output")
            + ": "
            + collected.fetched()
            + " copied, "
            + (collected.files() - collected.fetched())
            + " there before");
    collected.refused().forEach(why -> console.say("not copied: " + ForeignText.line(why)));
  }
}
