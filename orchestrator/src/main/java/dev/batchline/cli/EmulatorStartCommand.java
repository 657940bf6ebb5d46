package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.DetachedProcess;
import dev.batchline.cli.local.EmulatorState;
import dev.batchline.cli.local.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the emulator in the background and returns when it is ready. */
@Command(
    name = "start",
    description = "Start in the background, and print the settings for clients.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator start --port 10100",
      "  eval \"$(batchline emulator start --output env)\""
    })
final class EmulatorStartCommand implements Callable<Integer> {

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin EmulatorOptions options = new EmulatorOptions();

  EmulatorStartCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = options.console(surroundings);
    options.wish(surroundings);
    Optional<EmulatorState> running = EmulatorState.running(surroundings.home());
    if (running.isPresent()) {
      console.note("The emulator runs already: " + running.get().page() + " in a browser");
      options.print(running.get(), surroundings);
      return 0;
    }
    LocalServices.install(surroundings, console);
    Path log =
        Files.createDirectories(surroundings.home().resolve("emulator")).resolve("start.log");
    List<String> arguments = new ArrayList<>(List.of("emulator", "run"));
    arguments.addAll(options.arguments(surroundings));
    Process process = DetachedProcess.start(surroundings, arguments, log);
    Optional<EmulatorState> state = await(process);
    if (state.isPresent()) {
      options.print(state.get(), surroundings);
      console.note("See it in a browser: " + state.get().page());
      console.note("The emulator runs; \"batchline emulator stop\" stops it.");
      return 0;
    }
    if (process.isAlive()) {
      process.destroy();
      throw new RunException(
          Blame.SERVICE, "start the emulator", "it is not ready yet", "Its log is " + log);
    }
    surroundings.err().print(Files.readString(log));
    surroundings.err().flush();
    return process.exitValue() == 0 ? Blame.SERVICE.exitCode() : process.exitValue();
  }

  private Optional<EmulatorState> await(Process process) throws IOException, InterruptedException {
    Instant last = surroundings.timeline().now().plus(READY);
    while (process.isAlive() && surroundings.timeline().now().isBefore(last)) {
      Optional<EmulatorState> state = EmulatorState.running(surroundings.home());
      if (state.isPresent() && state.get().pid() == process.pid()) {
        return state;
      }
      surroundings.timeline().sleep(LOOK);
    }
    return Optional.empty();
  }
}
