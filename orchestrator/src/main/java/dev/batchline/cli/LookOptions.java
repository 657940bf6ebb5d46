package dev.batchline.cli;

import dev.batchline.cli.console.Console;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For commands that look at runs and drive none. */
final class LookOptions {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text, or json for one document on standard output.")
  OutputFormat output = OutputFormat.TEXT;

  Console console(Surroundings surroundings) {
    return new Console(
        surroundings.out(), surroundings.err(), surroundings.screen(), output == OutputFormat.JSON);
  }
}
