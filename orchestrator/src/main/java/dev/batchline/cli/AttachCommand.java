package dev.batchline.cli;

import dev.batchline.base.RunId;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Drives a run on that another process has left. */
@Command(
    name = "attach",
    description = "Drive a run on that another process has left, from any machine.",
    footerHeading = "%nExample:%n",
    footer = "  batchline attach risk-report-20261121-060001-k3f9")
final class AttachCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin DriveOptions drive = new DriveOptions();

  AttachCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Driver driver = new Driver(surroundings, drive);
    RunId id = run.id(surroundings, driver.console(), drive.connection);
    driver.destination(id).requireWritable();
    Connection.Wish wish =
        new Connection.Wish(drive.connection, run.local, true).detached(drive.detach);
    try (Connection connection = Connection.toRun(id, surroundings, driver.console(), wish)) {
      return driver.attach(id, connection);
    }
  }
}
