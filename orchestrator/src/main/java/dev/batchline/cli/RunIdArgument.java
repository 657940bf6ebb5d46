package dev.batchline.cli;

import dev.batchline.base.RunId;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The run that a command is about, and where it is. */
final class RunIdArgument {

  @Parameters(paramLabel = "RUN", description = "Id of the run.")
  String run = "";

  @Option(
      names = "--local",
      description = "The run is local. Runs of this machine are found without it, too.")
  boolean local;

  RunId id() {
    return new RunId(run);
  }
}
