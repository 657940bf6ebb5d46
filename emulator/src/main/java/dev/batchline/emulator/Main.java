package dev.batchline.emulator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The emulator as a program of its own. */
@Command(
    name = "batchline-emulator",
    description = "Azure Batch on one machine, with tasks run as real processes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = RunCommand.class,
    synopsisSubcommandLabel = "run")
public final class Main implements Runnable {

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: run");
    }
  }

  /** From the jar's manifest; a build tree has none. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"batchline-emulator " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
