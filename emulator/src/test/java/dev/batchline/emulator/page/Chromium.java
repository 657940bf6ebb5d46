package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Chromium without a window, driven over its DevTools protocol by what the JDK has: no
 * library and no driver that would have to match its version.
 */
final class Chromium implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Process process;
  private final Path profile;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Chromium(Process process, Path profile, int port) {
    this.process = process;
    this.profile = profile;
    this.port = port;
  }

  /** Where this machine has one. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param profile an empty directory, deleted by whoever made it
   */
  static Chromium start(Path program, Path profile) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile());
    command.environment().put("TMPDIR", profile.toString());
    Process process = command.start();
    Path announced = profile.resolve("DevToolsActivePort");
    try {
      await().atMost(START).until(() -> Files.exists(announced) && Files.size(announced) > 0);
      int port = Integer.parseInt(Files.readAllLines(announced).get(0));
      return new Chromium(process, profile, port);
    } catch (IOException | RuntimeException e) {
      kill(process);
      throw e;
    }
  }

  /** Opens a tab of its own, wide enough for a desk. */
  Tab tab() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Tab.open(http, answer);
  }

  @Override
  public void close() {
    kill(process);
    assertThat(ProcessHandle.allProcesses().filter(this::ours))
        .as("processes that were left behind")
        .isEmpty();
  }

  private boolean ours(ProcessHandle one) {
    return one.info().commandLine().filter(line -> line.contains(profile.toString())).isPresent()
        && one.isAlive();
  }

  private static void kill(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    await().atMost(START).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }
}
