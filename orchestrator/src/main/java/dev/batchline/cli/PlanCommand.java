package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.PlanText;
import dev.batchline.plan.LocalFile;
import dev.batchline.plan.PlanPreview;
import dev.batchline.plan.PlannedRun;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a run would do; creates nothing. */
@Command(
    name = "plan",
    description = "Show what a run would do; touches nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline plan job.yaml",
      "  batchline plan job.yaml --set scenarios=200 --output json"
    })
final class PlanCommand implements Callable<Integer> {

  private static final int MOST_TASKS = 100;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin JobArgument job = new JobArgument();
  @Mixin LookOptions look = new LookOptions();

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many tasks of each group to show (default: 3).")
  int tasks;

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (tasks < 0 || tasks > MOST_TASKS) {
      throw new RunException(
          Blame.USER, "show " + tasks + " tasks", "it is 0 to " + MOST_TASKS, "");
    }
    Console console = look.console(surroundings);
    PlannedRun planned = Planning.of(job.read(surroundings), surroundings, console);
    PlanPreview preview = PlanPreview.of(planned, tasks);
    Optional<Long> there = there(planned.uploads(), console);
    if (console.json()) {
      console.document(document(preview, there));
    } else {
      console.say(PlanText.of(preview, there));
    }
    return 0;
  }

  /** Bytes that Storage has already; empty when no account is named. */
  private Optional<Long> there(List<LocalFile> uploads, Console console)
      throws IOException, InterruptedException {
    Map<String, String> settings = look.connection.over(surroundings.environment());
    boolean named =
        settings.containsKey("AZURE_STORAGE_ACCOUNT")
            || settings.containsKey("AZURE_STORAGE_CONNECTION_STRING");
    if (!named) {
      return Optional.empty();
    }
    Connection.Wish wish = new Connection.Wish(look.connection, false, false);
    try (Connection connection = Connection.open(surroundings, console, wish)) {
      Set<String> missing = connection.files().missing(uploads);
      return Optional.of(
          uploads.stream()
              .filter(file -> !missing.contains(file.sha256()))
              .mapToLong(LocalFile::size)
              .sum());
    }
  }

  private static Map<String, Object> document(PlanPreview preview, Optional<Long> there) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("plan", preview.header());
    document.put("taskCount", preview.header().taskCount());
    document.put("groups", preview.groups());
    document.put("uploadFiles", preview.uploads().size());
    document.put("uploadBytes", preview.uploadBytes());
    there.ifPresent(bytes -> document.put("bytesThereAlready", bytes));
    return document;
  }
}
