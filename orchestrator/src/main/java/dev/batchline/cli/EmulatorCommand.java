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
    synopsisSubcommandLabel = "(start | run | status | stop | fault | quota)",
    subcommands = {
      EmulatorStartCommand.class,
      EmulatorRunCommand.class,
      EmulatorStatusCommand.class,
      EmulatorStopCommand.class,
      EmulatorFaultCommand.class,
      EmulatorQuotaCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator start",
      "  eval \"$(batchline emulator start --output env)\"",
      "  batchline emulator fault profile chaos --seed 7",
      "  batchline emulator stop"
    })
final class EmulatorCommand implements Runnable {

  @Mixin Common common = new Common();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "start, run, status, stop, fault or quota is missing");
  }
}
