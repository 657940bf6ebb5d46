package dev.batchline.emulator;

import dev.batchline.emulator.engine.AccountResources;
import dev.batchline.emulator.engine.Applications;
import dev.batchline.emulator.engine.AutoStorage;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.HttpSettings;
import dev.batchline.emulator.node.TaskUsers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs an emulator until it is told to stop: by SIGTERM, Ctrl-C, or the end of its input.
 *
 * <p>Standard output carries the settings of clients, when it is ready: exactly one line of JSON,
 * or for people the lines that a shell understands.
 */
@Command(
    name = "run",
    description = "Run the emulator in the foreground.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar batchline-emulator.jar run --port 10100",
      "  java -jar batchline-emulator.jar run --faults chaos --seed 7",
      "  java -jar batchline-emulator.jar run --core-quota 20 --pool-quota 2"
    })
final class RunCommand implements Callable<Integer> {

  /** Known to everybody, so that the settings of clients survive a restart; it guards nothing. */
  static final String DEVELOPMENT_KEY =
      "QmF0Y2hsaW5lIGVtdWxhdG9yIGRldmVsb3BtZW50IGtleSwga25vd24gdG8gYWxsLCBndWFyZHMgbm90aGluZw==";

  private static final int WRONG_USE = 2;

  /** How settings are shown. */
  enum Output {
    JSON,
    TEXT
  }

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port on 127.0.0.1 to listen on; 0, the default, for any free one.")
  private int port;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where nodes get their directories (default: the system's temporary one).")
  private @Nullable Path directory;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Keep the account and the nodes' directories there, and go on with what an earlier emulator"
              + " has kept there; without it nothing is kept.")
  private @Nullable Path state;

  @Option(
      names = "--pace",
      paramLabel = "TIMES",
      defaultValue = "60",
      description =
          "How many times faster than Azure nodes boot and pools scale (default: ${DEFAULT-VALUE});"
              + " tasks run in real time.")
  private double pace;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      defaultValue = "batchline",
      description = "Name of the Batch account (default: ${DEFAULT-VALUE}).")
  private String account = "batchline";

  @Option(
      names = "--key",
      paramLabel = "BASE64",
      description = "Access key of the account (default: a fixed one that everybody knows).")
  private String key = DEVELOPMENT_KEY;

  @Mixin private QuotaOptions quotas = new QuotaOptions();

  @Mixin private FaultOptions faults = new FaultOptions();

  @Option(
      names = "--auto-storage",
      paramLabel = "VARIABLE",
      description =
          "The environment variable with the connection string of the storage account whose"
              + " containers resource files name by autoStorageContainerName; or"
              + " UseDevelopmentStorage=true for Azurite on its own port.")
  private String autoStorage = "";

  @Option(
      names = "--applications",
      paramLabel = "DIR",
      description =
          "Application packages: DIR/<application>/<version>.zip, and the name of the default"
              + " version in DIR/<application>/default, if there is one.")
  private @Nullable Path applications;

  @Option(
      names = "--task-users",
      description =
          "Run tasks as the users of their userIdentity, instead of as who starts the emulator;"
              + " for root on Linux.")
  private boolean taskUsers;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description = "Also answer requests for this host name; for clients in containers, say.")
  private Set<String> allowedHosts = new HashSet<>();

  @Option(
      names = "--until-stdin-closes",
      description = "Stop when standard input ends, so that no emulator outlives its owner.")
  private boolean untilInputEnds;

  @Option(names = "--quiet", description = "Log warnings and errors only.")
  private boolean quiet;

  @Option(
      names = "--output",
      paramLabel = "json|text",
      defaultValue = "json",
      description =
          "How to show the settings of clients: json (default), one line for programs, or text,"
              + " lines for people and shells.")
  private Output output = Output.JSON;

  @Override
  public Integer call() throws InterruptedException {
    if (quiet) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    }
    EmulatorSettings settings;
    Emulator emulator;
    try {
      settings = settings();
      emulator = Emulator.start(settings);
    } catch (IllegalArgumentException | IOException e) {
      err().println("could not start the emulator: " + e.getMessage());
      return WRONG_USE;
    }
    CountDownLatch stop = new CountDownLatch(1);
    Thread hook = new Thread(emulator::close, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    ClientSettings clients = new ClientSettings(account, key, settings.resourceId());
    out().println(shown(clients, emulator.endpoint()));
    out().flush();
    if (untilInputEnds) {
      watchInput(stop);
    }
    stop.await();
    Runtime.getRuntime().removeShutdownHook(hook);
    emulator.close();
    return 0;
  }

  private EmulatorSettings settings() throws IOException {
    AccountKey accountKey;
    try {
      accountKey = new AccountKey(account, key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the value of --key is no base64", e);
    }
    if (!account.matches("[a-z0-9]{3,24}")) {
      throw new IllegalArgumentException(
          "no Batch account can be called '"
              + account
              + "': 3 to 24 lower-case letters and digits");
    }
    HttpSettings http = new HttpSettings(port, accountKey, allowedHosts);
    if (directory != null && state != null) {
      throw new IllegalArgumentException(
          "--directory and --state exclude each other: with --state, the nodes' directories are"
              + " part of the state");
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path usable =
        state == null
            ? usable(directory == null ? temporary : directory)
            : state.toAbsolutePath().normalize();
    return new EmulatorSettings(
        http,
        usable,
        pace,
        new AccountResources(autoStorage(), applications()),
        quotas.quotas(),
        faults.faults(),
        state == null ? Optional.empty() : Optional.of(usable),
        taskUsers ? TaskUsers.find() : TaskUsers.NONE);
  }

  private static Path usable(Path directory) throws IOException {
    Path usable = directory.toAbsolutePath().normalize();
    checkDirectory(usable);
    return usable;
  }

  private Applications applications() throws IOException {
    if (applications == null) {
      return Applications.NONE;
    }
    try {
      return Applications.in(applications);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new IOException("there is no directory " + applications + " of applications", e);
    }
  }

  /** A connection string holds a key, which has no place on a command line. */
  private Optional<AutoStorage> autoStorage() {
    if (autoStorage.isEmpty()) {
      return Optional.empty();
    }
    if (autoStorage.equalsIgnoreCase("UseDevelopmentStorage=true")) {
      return Optional.of(AutoStorage.of(autoStorage));
    }
    if (autoStorage.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "--auto-storage takes the name of an environment variable, and not a connection string,"
              + " which everybody on this machine could read");
    }
    String value = System.getenv(autoStorage);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "the environment variable " + autoStorage + " of --auto-storage is not set");
    }
    return Optional.of(AutoStorage.of(value));
  }

  private static void checkDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("can't make the directory " + directory + " (" + e + ")", e);
    }
    if (!Files.isWritable(directory)) {
      throw new IOException("can't write to the directory " + directory);
    }
  }

  private static void watchInput(CountDownLatch stop) {
    Thread watcher =
        new Thread(
            () -> {
              drain(System.in);
              stop.countDown();
            },
            "input");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** A broken input is an ended one. */
  private static void drain(InputStream input) {
    try {
      input.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(RunCommand.class)
          .info("standard input broke: {}", e.toString());
    }
  }

  private String shown(ClientSettings clients, String endpoint) {
    return switch (output) {
      case JSON -> clients.json(endpoint);
      case TEXT -> clients.text(endpoint);
    };
  }

  private PrintWriter out() {
    return commandLine().getOut();
  }

  private PrintWriter err() {
    return commandLine().getErr();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls");
    }
    return spec.commandLine();
  }
}
