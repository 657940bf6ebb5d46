package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.EmulatorControl;
import dev.batchline.cli.local.EmulatorState;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which emulator is told something, and how the answer is shown. */
final class ControlOptions {

  private static final String ENDPOINT = "AZURE_BATCH_ENDPOINT";
  private static final String KEY = "AZURE_BATCH_ACCESS_KEY";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** What every emulator has that was started without a key of its own; it guards nothing. */
  private static final String DEVELOPMENT_KEY =
      "QmF0Y2hsaW5lIGVtdWxhdG9yIGRldmVsb3BtZW50IGtleSwga25vd24gdG8gYWxsLCBndWFyZHMgbm90aGluZw==";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "The emulator's address (default: AZURE_BATCH_ENDPOINT if that is of this machine, or"
              + " the emulator in the background).")
  String endpoint = "";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text or json.")
  OutputFormat output = OutputFormat.TEXT;

  Console console(Surroundings surroundings) {
    return new Console(
        surroundings.out(), surroundings.err(), surroundings.screen(), output == OutputFormat.JSON);
  }

  /** The emulator that is meant; closed by the caller. */
  EmulatorControl control(Surroundings surroundings) throws IOException {
    String named = surroundings.variable(ENDPOINT);
    if (!endpoint.isEmpty()) {
      return at(endpoint, surroundings);
    }
    if (!named.isEmpty() && LOOPBACK.contains(host(named))) {
      return at(named, surroundings);
    }
    Optional<EmulatorState> running = EmulatorState.running(surroundings.home());
    if (running.isPresent()) {
      Map<String, String> settings = running.get().settings();
      return new EmulatorControl(
          URI.create(settings.getOrDefault(ENDPOINT, "")),
          Secret.of(settings.getOrDefault(KEY, DEVELOPMENT_KEY)));
    }
    throw new RunException(
        Blame.USER,
        "find the emulator",
        "none runs in the background, and AZURE_BATCH_ENDPOINT names none on this machine",
        "Start one with \"batchline emulator start\", or name it with --endpoint.");
  }

  /** The key goes to emulators alone: Azure itself is never reached without encryption. */
  private static EmulatorControl at(String url, Surroundings surroundings) {
    String plain = url.replaceAll("/+$", "");
    if (!plain.startsWith("http://") || host(plain).isEmpty()) {
      throw new RunException(
          Blame.USER,
          "use the emulator at " + url,
          "emulators are reached by http://",
          "Name its address, such as --endpoint http://127.0.0.1:10003.");
    }
    String key = surroundings.variable(KEY);
    return new EmulatorControl(URI.create(plain), Secret.of(key.isEmpty() ? DEVELOPMENT_KEY : key));
  }

  private static String host(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
