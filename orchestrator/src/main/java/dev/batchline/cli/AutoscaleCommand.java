package dev.batchline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands for autoscale formulas. */
@Command(
    name = "autoscale",
    description = "Try autoscale formulas of Azure Batch without a pool.",
    synopsisSubcommandLabel = "(evaluate | simulate)",
    subcommands = {AutoscaleEvaluateCommand.class, AutoscaleSimulateCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline autoscale evaluate formula.txt --current '{\"$TargetDedicatedNodes\": 2}'",
      "  batchline autoscale evaluate --case cases.json --check",
      "  batchline autoscale simulate --pool cpu-autoscale --workload week.yaml"
    })
final class AutoscaleCommand implements Runnable {

  @Mixin Common common = new Common();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "evaluate or simulate is missing");
  }
}
