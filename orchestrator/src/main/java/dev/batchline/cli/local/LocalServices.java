package dev.batchline.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.Surroundings;
import dev.batchline.cli.console.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Azurite and, if wanted, the emulator, started by this process and ended with it.
 *
 * <p>Both listen on loopback. Whoever makes one closes it.
 */
public final class LocalServices implements AutoCloseable {

  /** Azurite's one account; everybody knows its key. */
  private static final String STORAGE_ACCOUNT = "devstoreaccount1";

  private static final String STORAGE_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  /** The variable by which the emulator is told of its storage account. */
  private static final String AUTO_STORAGE = "BATCHLINE_AUTO_STORAGE";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final List<ServiceProcess> processes;
  private final Map<String, String> settings;

  private LocalServices(List<ServiceProcess> processes, Map<String, String> settings) {
    this.processes = List.copyOf(processes);
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Where and how services run.
   *
   * @param directory holds their data and logs
   * @param storagePort 0 for any that is free
   * @param batch how to run the emulator; empty for Storage alone
   */
  public record Wish(Path directory, int storagePort, Optional<Batch> batch) {

    /**
     * @param port 0 for any that is free
     * @param pace how many times faster than Azure nodes boot and pools scale
     * @param autoStorage whether Azurite is the emulated account's auto storage account; the
     *     emulator is then started after it, and not at once with it
     * @param state where the account is kept beyond the emulator's life
     * @param more options of the emulator's own program, for quotas and faults
     */
    public record Batch(
        int port, double pace, boolean autoStorage, Optional<Path> state, List<String> more) {
      public Batch {
        more = List.copyOf(more);
      }
    }
  }

  /**
   * Installs Azurite if need be, and starts what is wished for.
   *
   * @throws RunException if something is missing on this machine, a port is taken, or a service
   *     doesn't come up; nothing runs then
   */
  public static LocalServices start(Surroundings surroundings, Console console, Wish wish)
      throws IOException, InterruptedException {
    requireFree("Azurite", wish.storagePort());
    wish.batch().ifPresent(batch -> requireFree("the emulator", batch.port()));
    NodeJs node = NodeJs.find(surroundings.environment());
    Path modules = install(surroundings, console, node);
    List<ServiceProcess> processes = new ArrayList<>();
    try {
      ServiceProcess azurite =
          ServiceProcess.start(
              azurite(surroundings, node, modules, wish), surroundings.environment());
      processes.add(azurite);
      if (wish.batch().isPresent()) {
        processes.add(
            ServiceProcess.start(
                emulator(surroundings, wish, azurite), surroundings.environment()));
      }
      Map<String, String> settings = new LinkedHashMap<>();
      if (processes.size() > 1) {
        processes
            .get(1)
            .ready()
            .properties()
            .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
      }
      settings.put("AZURE_STORAGE_CONNECTION_STRING", connectionString(azurite.ready()));
      return new LocalServices(processes, settings);
    } catch (IOException | InterruptedException | RuntimeException e) {
      processes.forEach(ServiceProcess::close);
      throw e;
    }
  }

  /** Installs Azurite unless it is there; its directory. */
  public static Path install(Surroundings surroundings, Console console)
      throws IOException, InterruptedException {
    return install(surroundings, console, NodeJs.find(surroundings.environment()));
  }

  private static Path install(Surroundings surroundings, Console console, NodeJs node)
      throws IOException, InterruptedException {
    return new AzuriteInstallation(
            surroundings.install().resolve("azurite"),
            surroundings.home().resolve("azurite"),
            console)
        .ensure(node);
  }

  /** What any client of Azure Batch and Storage needs, under the names of Azure's variables. */
  public Map<String, String> settings() {
    return settings;
  }

  List<Long> pids() {
    return processes.stream().map(ServiceProcess::pid).toList();
  }

  /** Completed when one of the services has ended though nobody asked it to. */
  public CompletableFuture<Object> broken() {
    return CompletableFuture.anyOf(
        processes.stream().map(ServiceProcess::end).toArray(CompletableFuture[]::new));
  }

  /** The emulator first: what it still uploads needs Storage. */
  @Override
  public void close() {
    List<ServiceProcess> last = new ArrayList<>(processes);
    Collections.reverse(last);
    last.forEach(ServiceProcess::close);
  }

  private static ServiceProcess.Launch azurite(
      Surroundings surroundings, NodeJs node, Path modules, Wish wish) throws IOException {
    Path data = Files.createDirectories(wish.directory().resolve("storage"));
    return new ServiceProcess.Launch(
        "Azurite",
        List.of(
            node.node().toString(),
            surroundings.install().resolve("azurite").resolve("keeper.mjs").toString(),
            modules.resolve("node_modules").toString(),
            data.toString(),
            Integer.toString(wish.storagePort())),
        wish.directory().resolve("azurite.log"),
        Map.of());
  }

  private static ServiceProcess.Launch emulator(
      Surroundings surroundings, Wish wish, ServiceProcess azurite)
      throws IOException, InterruptedException {
    Wish.Batch batch = wish.batch().orElseThrow();
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-jar",
            surroundings.install().resolve("lib").resolve("batchline-emulator.jar").toString(),
            "run",
            "--port",
            Integer.toString(batch.port()),
            "--pace",
            Double.toString(batch.pace()),
            "--until-stdin-closes"));
    if (batch.state().isPresent()) {
      command.addAll(List.of("--state", batch.state().get().toString()));
    } else {
      Path nodes = Files.createDirectories(wish.directory().resolve("nodes"));
      command.addAll(List.of("--directory", nodes.toString()));
    }
    command.addAll(batch.more());
    Map<String, String> variables = new LinkedHashMap<>();
    if (batch.autoStorage()) {
      command.addAll(List.of("--auto-storage", AUTO_STORAGE));
      variables.put(AUTO_STORAGE, connectionString(azurite.ready()));
    }
    return new ServiceProcess.Launch(
        "the emulator of Azure Batch",
        command,
        wish.directory().resolve("emulator.log"),
        variables);
  }

  private static String connectionString(JsonNode ready) {
    return "DefaultEndpointsProtocol=http;AccountName="
        + STORAGE_ACCOUNT
        + ";AccountKey="
        + STORAGE_KEY
        + ";BlobEndpoint="
        + ready.path("blobEndpoint").asText()
        + ";";
  }

  private static void requireFree(String name, int port) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (IOException e) {
      throw new RunException(
          Blame.USER,
          "start " + name + " on port " + port,
          "the port can't be had: " + e.getMessage(),
          "Choose another, or leave the option out for any that is free.",
          e);
    }
  }
}
