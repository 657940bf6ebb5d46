package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import java.io.IOException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The run that a command is about, and where it is. */
final class RunIdArgument {

  @Parameters(
      paramLabel = "RUN",
      description =
          "Id of the run; or its beginning or end, at least 4 characters that fit one run alone;"
              + " or latest, or latest:JOB.")
  String run = "";

  @Option(
      names = "--local",
      description = "The run is local. Runs of this machine are found without it, too.")
  boolean local;

  /** The id; which it is is said where it was not given. */
  RunId id(Surroundings surroundings, Console console, ConnectionOptions options)
      throws IOException, InterruptedException {
    return new RunFinder(surroundings, console, options, local).find(run);
  }
}
