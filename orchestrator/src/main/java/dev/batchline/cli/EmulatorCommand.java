package dev.batchline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands of the emulator. */
@Command(
    name = "emulator",
    description = "Azure Batch and Azure Storage on this machine, for any client.",
    synopsisSubcommandLabel = "(start | run | status | stop)",
    subcommands = {
      EmulatorStartCommand.class,
      EmulatorRunCommand.class,
      EmulatorStatusCommand.class,
      EmulatorStopCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator start",
      "  eval \"$(batchline emulator start --output env)\"",
      "  batchline emulator stop"
    })
final class EmulatorCommand implements Runnable {

  @Mixin Common common = new Common();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "start, run, status or stop is missing");
  }
}
