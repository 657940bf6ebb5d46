package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.local.EmulatorState;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the emulator and waits until it has stopped. */
@Command(
    name = "stop",
    description = "Stop it, with all tasks that run; returns when nothing is left.",
    footerHeading = "%nExample:%n",
    footer = "  batchline emulator stop")
final class EmulatorStopCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 60;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  EmulatorStopCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<ProcessHandle> process =
        EmulatorState.running(surroundings.home()).flatMap(EmulatorState::process);
    if (process.isEmpty()) {
      surroundings.out().println("The emulator does not run.");
      return 0;
    }
    process.get().destroy();
    try {
      process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new RunException(
          Blame.SERVICE,
          "stop the emulator",
          "process " + process.get().pid() + " still runs after " + PATIENCE_SECONDS + " s",
          "End it with: kill -9 " + process.get().pid(),
          e);
    }
    surroundings.out().println("The emulator has stopped.");
    return 0;
  }
}
