package dev.batchline.emulator;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The emulator as a program of its own. */
@Command(
    name = "batchline-emulator",
    description = "Azure Batch on one machine, with tasks run as real processes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = RunCommand.class,
    customSynopsis = {
      "java -jar batchline-emulator.jar [OPTIONS OF run]",
      "       java -jar batchline-emulator.jar run [OPTIONS]"
    },
    footerHeading = "%nStarted without a command:%n",
    footer = {
      "  It listens on port " + Main.USUAL_PORT + " and shows what clients need as export lines,",
      "  until Ctrl-C. The options are those of run: see run --help."
    })
public final class Main {

  /** Where it listens when a person starts it; Azurite has the ports before it. */
  static final int USUAL_PORT = 10003;

  private static final Set<String> OWN_WORDS = Set.of("run", "-h", "--help", "-V", "--version");

  /** What the Java virtual machine starts processes by; it looks at it once. */
  private static final String LAUNCH_MECHANISM = "jdk.lang.Process.launchMechanism";

  /** The last version that is known to have the mechanism which is wanted. */
  private static final int LAST_WITH_VFORK = 21;

  private Main() {}

  public static void main(String[] arguments) {
    startProcessesDirectly();
    System.exit(execute(arguments));
  }

  /** Runs a command line; what begins with no command is for people. */
  private static int execute(String[] arguments) {
    CommandLine commandLine = commandLine();
    if (arguments.length > 0 && OWN_WORDS.contains(arguments[0])) {
      return commandLine.execute(arguments);
    }
    List<String> run = new ArrayList<>(List.of("run"));
    run.addAll(List.of(arguments));
    if (!names(arguments, "--port")) {
      run.add("--port=" + USUAL_PORT);
    }
    if (!names(arguments, "--output")) {
      run.add("--output=text");
    }
    return commandLine.execute(run.toArray(String[]::new));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrong);
  }

  /** The mistake alone: a screen of options after it would hide it. */
  private static int wrong(ParameterException mistake, String[] arguments) {
    PrintWriter err = mistake.getCommandLine().getErr();
    err.println(mistake.getMessage());
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("java -jar batchline-emulator.jar run --help lists the options.");
    return mistake.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
  }

  private static boolean names(String[] arguments, String option) {
    return Arrays.stream(arguments)
        .anyMatch(argument -> argument.equals(option) || argument.startsWith(option + "="));
  }

  /**
   * By default a small program of the Java virtual machine's is started, which then becomes the one
   * that was asked for. Without it, a task that does nothing takes about a sixth less of a core.
   */
  private static void startProcessesDirectly() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    boolean known = Runtime.version().feature() <= LAST_WITH_VFORK;
    if (linux && known && System.getProperty(LAUNCH_MECHANISM) == null) {
      System.setProperty(LAUNCH_MECHANISM, "VFORK");
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
