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
import dev.batchline.spec.RunSpec;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "  batchline rerun risk-report-20261121-060001-k3f9 --tasks 'simulate-1?,report'",
      "  batchline rerun risk-report-20261121-060001-k3f9 --set scenarios=200 --refresh"
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

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Another value of a parameter of the job file; others stay as they were given then.")
  Map<String, String> sets = new LinkedHashMap<>();

  @Option(
      names = "--refresh",
      description =
          "With job file, executables and inputs as they are now on this machine, not those of"
              + " then.")
  boolean refresh;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "With --refresh: the job file (default: where it was then).")
  String jobFile = "";

  @Mixin DriveOptions drive = new DriveOptions();

  RerunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RerunChoice choice = choice();
    Driver driver = new Driver(surroundings, drive);
    RunId earlier = run.id(surroundings, driver.console(), drive.connection);
    driver.destination(earlier).requireWritable();
    Connection.Wish wish =
        new Connection.Wish(drive.connection, run.local, true).detached(drive.detach);
    try (Connection connection = Connection.toRun(earlier, surroundings, driver.console(), wish)) {
      FileStore files = connection.files();
      RunRecord record = new Runs(files).get(earlier);
      RunStore store = files.run(earlier);
      requireEnded(record, store);
      try (Planned planned = planned(store, driver.console())) {
        Plan plan = planned.run().plan();
        requireObjects(files, planned.run().uploads());
        RunHistory history = new Runs(files).history(earlier);
        Takeover takeover = Rerun.of(plan, earlier, history, choice, only);
        new OutputsCheck(plan, files).require(takeover);
        tell(plan, takeover, driver.console());
        if (refresh || !sets.isEmpty()) {
          tellChanged(Rerun.changed(plan, store, history, takeover), driver.console());
        }
        RunId id =
            Runs.newId(plan.header().name(), surroundings.timeline().now(), new SecureRandom());
        PipelineContext pipeline = PipelineContext.from(surroundings.environment());
        NewRun again =
            new NewRun(
                id,
                planned.run(),
                pipeline.facts(),
                takeover,
                Rerun.keys(plan, store, history, takeover),
                planned.source());
        return driver.start(again, connection);
      }
    }
  }

  /**
   * What is to run.
   *
   * @param opened a plan of Storage, if it is that
   */
  private record Planned(PlannedRun run, Optional<byte[]> source, Optional<PlanFile> opened)
      implements AutoCloseable {
    @Override
    public void close() {
      opened.ifPresent(PlanFile::close);
    }
  }

  /** The plan of then, or one with other parameters, or one with the files as they are now. */
  private Planned planned(RunStore store, Console console) throws IOException {
    if (!refresh && sets.isEmpty()) {
      try (InputStream stored = store.plan()) {
        PlanFile plan = PlanFile.open(stored, Path.of(System.getProperty("java.io.tmpdir")));
        return new Planned(
            new PlannedRun(plan, store.uploads()), store.source(), Optional.of(plan));
      }
    }
    JobSource source =
        JobSource.unzip(store.source().orElseThrow(() -> withoutSource(store))).with(sets);
    return refresh
        ? fresh(source, store.id(), console)
        : new Planned(source.plan(), zipped(source), Optional.empty());
  }

  private Planned fresh(JobSource source, RunId earlier, Console console) throws IOException {
    JobArgument job = new JobArgument();
    job.file = jobFile.isEmpty() ? Path.of(source.facts().file()) : Path.of(jobFile);
    job.sets = source.facts().sets();
    job.app =
        source.facts().app().isEmpty()
            ? Optional.empty()
            : Optional.of(Path.of(source.facts().app()));
    if (!Files.exists(job.file)) {
      throw new RunException(
          Blame.USER,
          "plan run " + earlier + " afresh",
          "there is no " + job.file + " on this machine",
          "Name the job file with --job, or leave out --refresh to use the files of then.");
    }
    RunSpec spec = job.read(surroundings);
    PlannedRun planned = Planning.of(spec, surroundings, console);
    JobSource now = JobSource.of(spec, job, JobArgument.templates(surroundings), planned);
    return new Planned(planned, zipped(now), Optional.empty());
  }

  private static Optional<byte[]> zipped(JobSource source) {
    return Optional.of(source.zip());
  }

  private static RunException withoutSource(RunStore store) {
    return new RunException(
        Blame.USER,
        "plan run " + store.id() + " again",
        "it was made by an earlier version of Batchline, which did not keep the job file",
        "Leave out --set and --refresh, or start the job anew with: batchline run");
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
    if (!jobFile.isEmpty() && !refresh) {
      throw new RunException(
          Blame.USER, "use --job", "it belongs to --refresh", "Give both, or none.");
    }
    if (failed) {
      return new RerunChoice.Failed();
    }
    return tasks.isEmpty() ? new RerunChoice.All() : new RerunChoice.Named(tasks);
  }

  /**
   * Which tasks have a result is not settled before a run has ended: of one that nobody drives,
   * tasks may run on.
   */
  private static void requireEnded(RunRecord record, RunStore store) {
    if (record.state().ended()) {
      return;
    }
    String run = record.runId();
    boolean driven = Runs.isDriven(store, record);
    throw new RunException(
        Blame.USER,
        "run " + run + " again",
        "it has not ended: "
            + (driven
                ? record.holder().map(Holder::toString).orElse("another process") + " drives it"
                : "nobody drives it, and its tasks may run on"),
        (driven
                ? "Wait for its end with: batchline status " + run + " --watch"
                : "Drive it to its end with: batchline attach " + run)
            + "\nOr end it with: batchline cancel "
            + run);
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
        "Take files as they are now with --refresh, or start the job anew with: batchline run");
  }

  /** Results of two kinds in one run are no mistake, but have to be known. */
  private static void tellChanged(int changed, Console console) {
    if (changed > 0) {
      console.note(
          "Warning: "
              + Wording.count(changed, "result")
              + (changed == 1 ? " that is taken over was" : " that are taken over were")
              + " made by another command, or with other files, than this run has now;"
              + " --tasks names what is to run again");
    }
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
