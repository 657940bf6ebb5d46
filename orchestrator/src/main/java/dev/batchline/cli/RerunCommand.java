package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.devops.PipelineContext;
import dev.batchline.plan.LocalFile;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlanFile;
import dev.batchline.plan.PlannedRun;
import dev.batchline.report.Wording;
import dev.batchline.run.Holder;
import dev.batchline.run.NewRun;
import dev.batchline.run.OutputsCheck;
import dev.batchline.run.Rerun;
import dev.batchline.run.RerunChoice;
import dev.batchline.run.RunHistory;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.run.Takeover;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RunLease;
import dev.batchline.storage.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs tasks of an earlier run again, as a run of their own that takes over the other results. */
@Command(
    name = "rerun",
    description = {
      "Run all or some tasks of an earlier run again, as a new run.",
      "The results of the others are taken over: tasks that read them find them, and the copy has"
          + " them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline rerun risk-report-20261121-060001-k3f9 --failed",
      "  batchline rerun risk-report-20261121-060001-k3f9 --tasks 'simulate-1?,report'"
    })
final class RerunCommand implements Callable<Integer> {

  private static final int FILES_TOLD = 5;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();

  @Option(
      names = "--failed",
      description = "Those that have no result: they failed, or never ran because others failed.")
  boolean failed;

  @Option(
      names = "--tasks",
      paramLabel = "ID",
      split = ",",
      description =
          "Tasks by their ids, separated by commas; * and ? stand for any characters and for one."
              + " Tasks that read their outputs run again, too.")
  List<String> tasks = new ArrayList<>();

  @Option(
      names = "--only",
      description = "With --tasks: just these; what others made of their earlier outputs stays.")
  boolean only;

  @Mixin DriveOptions drive = new DriveOptions();

  RerunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunId earlier = run.id();
    RerunChoice choice = choice();
    Driver driver = new Driver(surroundings, drive);
    driver.destination(earlier).requireWritable();
    Connection.Wish wish =
        new Connection.Wish(drive.connection, run.local, true).detached(drive.detach);
    try (Connection connection = Connection.toRun(earlier, surroundings, driver.console(), wish)) {
      FileStore files = connection.files();
      RunRecord record = new Runs(files).get(earlier);
      RunStore store = files.run(earlier);
      if (!record.state().ended() && !(choice instanceof RerunChoice.All)) {
        requireLeft(record, store);
      }
      List<LocalFile> uploads = store.uploads();
      requireObjects(files, uploads);
      try (InputStream stored = store.plan();
          PlanFile plan = PlanFile.open(stored, Path.of(System.getProperty("java.io.tmpdir")))) {
        RunHistory history = new Runs(files).history(earlier);
        Takeover takeover = Rerun.of(plan, earlier, history, choice, only);
        new OutputsCheck(plan, files).require(takeover);
        tell(plan, takeover, driver.console());
        RunId id =
            Runs.newId(plan.header().name(), surroundings.timeline().now(), new SecureRandom());
        PipelineContext pipeline = PipelineContext.from(surroundings.environment());
        return driver.start(
            new NewRun(
                id,
                new PlannedRun(plan, uploads),
                pipeline.facts(),
                takeover,
                Rerun.keys(plan, store, history, takeover)),
            connection);
      }
    }
  }

  private RerunChoice choice() {
    if (failed && !tasks.isEmpty()) {
      throw new RunException(
          Blame.USER, "use --failed", "--tasks is given, too", "Choose one of them.");
    }
    if (only && tasks.isEmpty()) {
      throw new RunException(
          Blame.USER, "use --only", "it belongs to --tasks", "Name the tasks that are to run.");
    }
    if (failed) {
      return new RerunChoice.Failed();
    }
    return tasks.isEmpty() ? new RerunChoice.All() : new RerunChoice.Named(tasks);
  }

  /** Which tasks have a result is not settled while someone drives the run. */
  private static void requireLeft(RunRecord record, RunStore store) {
    Optional<RunLease> free = store.tryLease();
    if (free.isPresent()) {
      free.get().close();
      return;
    }
    throw new RunException(
        Blame.USER,
        "run tasks of " + record.runId() + " again",
        "it has not ended: "
            + record.holder().map(Holder::toString).orElse("another process")
            + " drives it",
        "Wait for its end, or end it with: batchline cancel " + record.runId());
  }

  /** The files of then are objects in Storage; no file of this machine is needed. */
  private static void requireObjects(FileStore files, List<LocalFile> uploads) {
    Set<String> missing = files.missing(uploads);
    List<String> gone =
        uploads.stream()
            .filter(file -> missing.contains(file.sha256()) && !file.path().toFile().exists())
            .map(file -> file.path().toString())
            .toList();
    if (gone.isEmpty()) {
      return;
    }
    int more = gone.size() - FILES_TOLD;
    throw new RunException(
        Blame.USER,
        "run it again with the files of then",
        String.join(", ", gone.subList(0, Math.min(FILES_TOLD, gone.size())))
            + (more > 0 ? " and " + more + " more" : "")
            + (gone.size() == 1 ? " is" : " are")
            + " neither in Storage any more nor on this machine",
        "Start the job anew with: batchline run");
  }

  private static void tell(Plan plan, Takeover takeover, Console console) {
    int all = plan.header().taskCount();
    int again = all - takeover.reused() - takeover.leftOut();
    console.note(
        "Running "
            + again
            + " of "
            + Wording.count(all, "task")
            + " again"
            + (takeover.reused() > 0 ? "; taking over the results of " + takeover.reused() : "")
            + (takeover.leftOut() > 0
                ? "; leaving out " + takeover.leftOut() + " that have none"
                : ""));
  }
}
