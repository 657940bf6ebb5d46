package dev.batchline.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class Common {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--verbose", description = "Show more, with stack traces of failures.")
  boolean verbose;
}
