package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.devops.PipelineContext;
import dev.batchline.plan.PlanFile;
import dev.batchline.plan.PlanPart;
import dev.batchline.plan.PlannedRun;
import dev.batchline.run.NewRun;
import dev.batchline.run.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs some tasks of an earlier run again, as a run of their own. */
@Command(
    name = "rerun",
    description = {
      "Run some tasks of an earlier run again, as a new run.",
      "Groups whose outputs they read come along."
    },
    footerHeading = "%nExample:%n",
    footer = "  batchline rerun risk-report-20261121-060001-k3f9 --tasks simulate-17,simulate-23")
final class RerunCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin DriveOptions drive = new DriveOptions();

  @Option(
      names = "--tasks",
      paramLabel = "ID",
      split = ",",
      required = true,
      description = "Ids of tasks, separated by commas.")
  List<String> tasks = new ArrayList<>();

  RerunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunId earlier = run.id();
    Driver driver = new Driver(surroundings, drive);
    driver.destination(earlier).requireWritable();
    Connection.Wish wish = new Connection.Wish(drive.connection, run.local, true);
    try (Connection connection = Connection.toRun(earlier, surroundings, driver.console(), wish)) {
      new Runs(connection.files()).get(earlier);
      try (InputStream stored = connection.files().run(earlier).plan();
          PlanFile plan = PlanFile.open(stored, Path.of(System.getProperty("java.io.tmpdir")))) {
        PlanPart part = PlanPart.of(plan, tasks);
        RunId id =
            Runs.newId(plan.header().name(), surroundings.timeline().now(), new SecureRandom());
        PipelineContext pipeline = PipelineContext.from(surroundings.environment());
        // All content is in Storage already, by its hash.
        NewRun again = new NewRun(id, new PlannedRun(part, List.of()), pipeline.facts());
        return driver.start(again, connection);
      }
    }
  }
}
