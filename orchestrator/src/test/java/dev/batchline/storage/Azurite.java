package dev.batchline.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Azurite for tests, if there is one: system property {@code batchline.azurite} or variable
 * {@code BATCHLINE_AZURITE} names its program, or a directory with {@code node_modules}.
 */
final class Azurite implements AutoCloseable {

  private final Process process;
  private final int port;

  private Azurite(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Optional<Path> program() {
    String named =
        System.getProperty(
            "batchline.azurite", System.getenv().getOrDefault("BATCHLINE_AZURITE", ""));
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(named);
    return Stream.of(
            path.resolve("node_modules/azurite/dist/src/blob/main.js"),
            path.resolveSibling("../azurite/dist/src/blob/main.js").normalize())
        .filter(Files::isRegularFile)
        .findFirst();
  }

  static Azurite start(Path program, Path directory) throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    "node",
                    program.toString(),
                    "--location",
                    directory.toString(),
                    "--blobPort",
                    String.valueOf(port),
                    "--skipApiVersionCheck",
                    "--disableTelemetry",
                    "--silent"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("azurite.log").toFile())
            .start();
    Azurite azurite = new Azurite(process, port);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(azurite::accepts);
    return azurite;
  }

  StorageSettings settings() {
    return StorageSettings.of(
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING",
            ConnectionString.parse("UseDevelopmentStorage=true").parts().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .reduce("", (a, b) -> a + ";" + b)
                .replace(":10000", ":" + port)),
        () -> {
          throw new IllegalStateException("a key is there");
        });
  }

  private boolean accepts() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (java.net.ConnectException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
