package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.run.Runs;
import dev.batchline.storage.RunStore;
import dev.batchline.storage.StoredFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what the attempts of a task wrote. */
@Command(
    name = "logs",
    description = "Print stdout and stderr of every attempt of a task.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline logs risk-report-20261121-060001-k3f9 simulate-17",
      "  batchline logs risk-report-20261121-060001-k3f9 simulate-17 --attempt 2 --stderr"
    })
final class LogsCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();

  @Parameters(index = "1", paramLabel = "TASK", description = "Id of the task.")
  String task = "";

  @Option(names = "--attempt", paramLabel = "N", description = "That attempt alone.")
  int attempt;

  @Option(names = "--stderr", description = "Standard error alone.")
  boolean onlyErrors;

  @Mixin LookOptions look = new LookOptions();

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunId id = run.id();
    Console console = look.console(surroundings);
    Connection.Wish wish = new Connection.Wish(look.connection, run.local, false);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish)) {
      new Runs(connection.files()).get(id);
      RunStore store = connection.files().run(id);
      List<StoredFile> files = files(store);
      if (console.json()) {
        console.document(files.stream().map(LogsCommand::document).toList());
        return 0;
      }
      for (StoredFile file : files) {
        console.say("--- " + file.name());
        print(store, file, console);
      }
    }
    return 0;
  }

  private List<StoredFile> files(RunStore store) {
    String prefix = "logs/" + task + "/";
    List<StoredFile> files = new ArrayList<>();
    store.list(
        attempt == 0 ? prefix : prefix + attempt + "/",
        page -> page.stream().filter(this::wanted).forEach(files::add));
    if (files.isEmpty()) {
      throw new RunException(
          Blame.USER,
          "find logs of task " + task,
          "run " + store.id() + " has none (yet)",
          "Logs are stored when an attempt ends; ids of tasks are shown by: batchline plan");
    }
    return files;
  }

  private boolean wanted(StoredFile file) {
    return file.name().endsWith("/stderr.txt")
        || (!onlyErrors && file.name().endsWith("/stdout.txt"));
  }

  private static void print(RunStore store, StoredFile file, Console console) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(store.open(file.name()), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        console.say(ForeignText.block(line));
      }
    }
  }

  private static Map<String, Object> document(StoredFile file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", file.name());
    document.put("size", file.size());
    document.put("modified", file.modified());
    return document;
  }
}
