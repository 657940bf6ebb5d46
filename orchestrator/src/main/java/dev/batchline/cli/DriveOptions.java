package dev.batchline.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run is driven, for all commands that drive one. */
final class DriveOptions {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Where the copy of outputs, logs and report goes (default: batchline-runs/RUN).")
  String to = "";

  @Option(
      names = "--detach",
      description = "Leave once all tasks that can be are submitted; the run goes on.")
  boolean detach;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text, or json for one document on standard output.")
  OutputFormat output = OutputFormat.TEXT;
}
