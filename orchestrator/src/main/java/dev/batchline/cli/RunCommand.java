package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.devops.PipelineContext;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlannedRun;
import dev.batchline.plan.TaskKeys;
import dev.batchline.report.Wording;
import dev.batchline.run.NewRun;
import dev.batchline.run.Runs;
import dev.batchline.run.Takeover;
import dev.batchline.run.UnchangedTasks;
import dev.batchline.spec.RunSpec;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a job. */
@Command(
    name = "run",
    description = "Run a job, and wait for its end.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline run job.yaml --local",
      "  batchline run job.yaml --local --local-faults chaos:7",
      "  batchline run job.yaml --set scenarios=200 --to out --output json",
      "  batchline run job.yaml --from-build 531        with the executables of an earlier build"
    })
final class RunCommand implements Callable<Integer> {

  private static final int RUNS_TOLD = 3;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin JobArgument job = new JobArgument();
  @Mixin DriveOptions drive = new DriveOptions();

  @Option(
      names = "--local",
      description =
          "Run on this machine: an emulator of Azure Batch and Azurite, started and ended.")
  boolean local;

  @Option(
      names = "--local-faults",
      paramLabel = "PROFILE[:SEED]",
      description =
          "With --local: let the emulator misbehave as Azure does on a bad day (chaos, busy,"
              + " network, spot, or a file of JSON); the same seed meets the same faults.")
  String localFaults = "";

  @Option(
      names = "--from-build",
      paramLabel = "ID",
      description =
          "Take the executables (app) from an artifact of this build of Azure DevOps,"
              + " at the paths that the job file gives them.")
  long fromBuild;

  @Option(
      names = "--artifact",
      paramLabel = "NAME",
      description = "Which artifact of that build; needed when it has several.")
  String artifact = "";

  @Option(
      names = "--skip-unchanged",
      description =
          "Skip tasks that an earlier run of this job did with the same command, executables,"
              + " inputs and environment; their results are taken over.")
  boolean skipUnchanged;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Driver driver = new Driver(surroundings, drive);
    List<String> emulator = LocalFaults.arguments(localFaults, local);
    if (!artifact.isEmpty() && fromBuild == 0) {
      throw new RunException(
          Blame.USER, "use --artifact", "it belongs to --from-build", "Name the build, too.");
    }
    if (fromBuild != 0) {
      job.app =
          Optional.of(EarlierBuild.fetch(fromBuild, artifact, surroundings, driver.console()));
    }
    RunSpec spec = job.read(surroundings);
    PlannedRun planned = Planning.of(spec, surroundings, driver.console());
    RunId id =
        Runs.newId(
            planned.plan().header().name(), surroundings.timeline().now(), new SecureRandom());
    driver.destination(id).requireWritable();
    Connection.Wish wish =
        new Connection.Wish(drive.connection, local, true, emulator).detached(drive.detach);
    try (Connection connection = Connection.open(surroundings, driver.console(), wish)) {
      new Runs(connection.files()).find(id); // a wrong key of Storage shows before anything is made
      PipelineContext pipeline = PipelineContext.from(surroundings.environment());
      TaskKeys keys = TaskKeys.of(planned.plan());
      Takeover takeover =
          skipUnchanged
              ? unchanged(planned.plan(), keys, connection, driver.console())
              : Takeover.none(planned.plan().header().taskCount());
      byte[] source = JobSource.of(spec, job, JobArgument.templates(surroundings), planned).zip();
      return driver.start(
          new NewRun(id, planned, pipeline.facts(), takeover, keys, Optional.of(source)),
          connection);
    }
  }

  private static Takeover unchanged(
      Plan plan, TaskKeys keys, Connection connection, Console console) {
    Takeover takeover = UnchangedTasks.find(plan, keys, connection.files());
    int reused = takeover.reused();
    List<String> runs = takeover.reusedRuns();
    console.note(
        reused
            + " of "
            + Wording.count(plan.header().taskCount(), "task")
            + " unchanged"
            + (reused == 0
                ? ""
                : " since "
                    + String.join(", ", runs.subList(0, Math.min(RUNS_TOLD, runs.size())))
                    + (runs.size() > RUNS_TOLD
                        ? " and " + (runs.size() - RUNS_TOLD) + " more runs"
                        : "")));
    return takeover;
  }
}
