package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.LocalServices;
import dev.batchline.cli.local.LocalStore;
import dev.batchline.cli.local.ServicesKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The process in the background that a detached local run leaves behind. */
@Command(
    name = "keep-services",
    hidden = true,
    description = "Keep the services of a local store while detached runs go on.",
    footerHeading = "%nExample:%n",
    footer = "  batchline keep-services ~/.batchline/local/1")
final class KeepServicesCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the store.")
  Path directory = Path.of(".");

  @Parameters(index = "1..*", paramLabel = "OPTION", description = "Options of the emulator.")
  List<String> emulator = new ArrayList<>();

  KeepServicesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console =
        new Console(surroundings.out(), surroundings.err(), surroundings.screen(), false);
    Interruption stop = new Interruption();
    Interrupts.handle(stop::request);
    try (LocalStore store = LocalStore.tryOpen(directory).orElseThrow(this::taken);
        LocalServices services = LocalServices.start(surroundings, console, wish())) {
      new ServicesKeeper(surroundings, directory).keep(store, services, stop);
    }
    return 0;
  }

  private LocalServices.Wish wish() {
    return new LocalServices.Wish(
        directory,
        0,
        Optional.of(
            new LocalServices.Wish.Batch(
                0, Connection.LOCAL_PACE, false, Optional.empty(), emulator)));
  }

  private RunException taken() {
    return new RunException(
        Blame.USER,
        "keep the services of " + directory,
        "another process has this store",
        "Try again when it has ended.");
  }
}
