package dev.batchline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands for what goes wrong in the emulator on request. */
@Command(
    name = "fault",
    description = "Let something go wrong, while the emulator runs.",
    synopsisSubcommandLabel = "(add | list | clear | profile | strike)",
    subcommands = {
      EmulatorFaultAddCommand.class,
      EmulatorFaultListCommand.class,
      EmulatorFaultClearCommand.class,
      EmulatorFaultProfileCommand.class,
      EmulatorFaultStrikeCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator fault profile chaos --seed 7",
      "  batchline emulator fault add throttle --operation 'Task_Add*' --probability 0.2",
      "  batchline emulator fault list",
      "  batchline emulator fault clear"
    })
final class EmulatorFaultCommand implements Runnable {

  @Mixin Common common = new Common();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "add, list, clear, profile or strike is missing");
  }
}
