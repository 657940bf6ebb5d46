package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.EmulatorState;
import dev.batchline.cli.local.LocalServices;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the emulator and Azurite until it is told to stop. */
@Command(
    name = "run",
    description = "Run in the foreground, until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator run --port 10100 --storage-port 10000",
      "  batchline emulator run --faults chaos --seed 7",
      "  batchline emulator run --core-quota 8"
    })
final class EmulatorRunCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin EmulatorOptions options = new EmulatorOptions();

  EmulatorRunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalServices.Wish wish = options.wish(surroundings);
    Path home = Files.createDirectories(surroundings.home().resolve("emulator"));
    try (FileChannel channel =
        FileChannel.open(
            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      requireOnlyOne(channel);
      return serve(wish);
    }
  }

  private int serve(LocalServices.Wish wish) throws IOException, InterruptedException {
    Console console = options.console(surroundings);
    CompletableFuture<Boolean> stop = new CompletableFuture<>();
    Interrupts.handle(() -> stop.complete(true));
    try (LocalServices services = LocalServices.start(surroundings, console, wish)) {
      EmulatorState state = EmulatorState.ofThisProcess(wish.directory(), services.settings());
      state.write(surroundings.home());
      options.print(state, surroundings);
      console.note("See it in a browser: " + state.page());
      console.note("The emulator runs; Ctrl-C stops it. Its logs are in " + wish.directory());
      boolean asked =
          stop.applyToEither(services.broken().thenApply(ended -> false), wanted -> wanted).join();
      if (!asked) {
        throw new RunException(
            Blame.SERVICE,
            "keep the emulator running",
            "one of its processes ended",
            "See the logs in " + wish.directory());
      }
    } finally {
      EmulatorState.remove(surroundings.home());
    }
    console.note("The emulator has stopped.");
    return 0;
  }

  /** Locks until the channel closes. */
  private void requireOnlyOne(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock != null) {
      return;
    }
    Optional<EmulatorState> running = EmulatorState.running(surroundings.home());
    throw new RunException(
        Blame.USER,
        "start the emulator",
        "one runs already" + running.map(s -> " (process " + s.pid() + ")").orElse(""),
        "Use it, stop it with \"batchline emulator stop\", or set BATCHLINE_HOME to another directory.");
  }
}
