package dev.batchline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself; it does nothing without a command. */
@Command(
    name = "batchline",
    description = "Runs jobs of many tasks on Azure Batch, or on this machine.%n",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      AttachCommand.class,
      LogsCommand.class,
      CancelCommand.class,
      RerunCommand.class,
      CollectCommand.class,
      ReportCommand.class,
      TelemetryCommand.class,
      RunsCommand.class,
      CleanCommand.class,
      DoctorCommand.class,
      SchemaCommand.class,
      EmulatorCommand.class,
      AutoscaleCommand.class,
      KeepServicesCommand.class,
      RehearseCommand.class,
      CompletionCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline plan job.yaml                 what a run would do; touches nothing",
      "  batchline run job.yaml --local          run it on this machine",
      "  batchline run job.yaml --set days=250   run it on Azure, with a parameter",
      "",
      "Exit codes: 0 done, 1 tasks failed, 2 wrong command or job file, 3 no capacity or time,",
      "4 Azure refused or can't be reached, 70 a defect of Batchline, 130 interrupted."
    })
final class BatchlineCommand implements Runnable {

  @Mixin Common common = new Common();

  @Option(
      names = {"-V", "--version"},
      description = "Print the version.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (version) {
      spec.commandLine().getOut().println(Version.sentence());
      return;
    }
    CommandLine line = spec.commandLine();
    throw new ParameterException(line, "a command is missing");
  }
}
