package dev.batchline.emulator.engine;

import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real Azurite for tests, if there is one: variable {@code BATCHLINE_AZURITE} names a directory
 * with {@code node_modules}.
 */
final class Azurite implements AutoCloseable {

  private final Process process;
  private final int port;

  private Azurite(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Optional<Path> program() {
    return Stream.ofNullable(System.getenv("BATCHLINE_AZURITE"))
        .map(named -> Path.of(named, "node_modules/azurite/dist/src/blob/main.js"))
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
    await().atMost(Duration.ofSeconds(60)).until(azurite::accepts);
    return azurite;
  }

  String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey="
        + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
        + ";BlobEndpoint=http://127.0.0.1:"
        + port
        + "/devstoreaccount1;";
  }

  /** A new container. */
  BlobContainerClient container(String name) {
    return new BlobServiceClientBuilder()
        .connectionString(connectionString())
        .buildClient()
        .createBlobContainer(name);
  }

  private boolean accepts() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (ConnectException notYet) {
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
