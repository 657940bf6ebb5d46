package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Where Azure is: the variables that Azure's own tools read, with a profile file and flags over
 * them.
 *
 * <p>Keys have no flags: a command line is seen by every user of the machine.
 */
final class ConnectionOptions {

  private static final String CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING";
  private static final String STORAGE_ACCOUNT = "AZURE_STORAGE_ACCOUNT";
  private static final Set<String> KNOWN =
      Set.of(
          "AZURE_BATCH_ACCOUNT",
          "AZURE_BATCH_ENDPOINT",
          "AZURE_BATCH_ACCESS_KEY",
          "AZURE_BATCH_RESOURCE_ID",
          STORAGE_ACCOUNT,
          "AZURE_STORAGE_KEY",
          CONNECTION_STRING,
          "AZURE_MONITOR_METRICS_ENDPOINT",
          "AZURE_MONITOR_LOGS_ENDPOINT",
          "AZURE_MONITOR_WORKSPACE_ID");

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "A file of NAME=value lines that override environment variables.")
  String profile = "";

  @Option(
      names = "--batch-account",
      paramLabel = "NAME",
      description = "Overrides AZURE_BATCH_ACCOUNT.")
  String batchAccount = "";

  @Option(
      names = "--batch-endpoint",
      paramLabel = "URL",
      description = "Overrides AZURE_BATCH_ENDPOINT.")
  String batchEndpoint = "";

  @Option(
      names = "--storage-account",
      paramLabel = "NAME",
      description = "Overrides AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_CONNECTION_STRING.")
  String storageAccount = "";

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "The container that runs share (default: batchline).")
  String container = "";

  /** The environment of the process with all that overrides it. */
  Map<String, String> over(Map<String, String> environment) throws IOException {
    Map<String, String> effective = new HashMap<>(environment);
    Map<String, String> named = profile.isEmpty() ? Map.of() : read(Path.of(profile));
    if (named.containsKey(STORAGE_ACCOUNT) || !storageAccount.isEmpty()) {
      effective.remove(CONNECTION_STRING);
    }
    effective.putAll(named);
    if (!storageAccount.isEmpty()) {
      effective.remove(CONNECTION_STRING);
      effective.put(STORAGE_ACCOUNT, storageAccount);
    }
    if (!batchAccount.isEmpty()) {
      effective.put("AZURE_BATCH_ACCOUNT", batchAccount);
    }
    if (!batchEndpoint.isEmpty()) {
      effective.put("AZURE_BATCH_ENDPOINT", batchEndpoint);
    }
    return effective;
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw wrong(file, "it is not a file of NAME=value lines", "");
    }
    Map<String, String> values = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (!KNOWN.contains(name)) {
        String near =
            Suggestions.nearest(name, KNOWN.stream().sorted().toList())
                .map(known -> "Did you mean " + known + "?")
                .orElse("It may have " + String.join(", ", KNOWN.stream().sorted().toList()) + ".");
        throw wrong(file, "it has \"" + name + "\", which nothing reads", near);
      }
      values.put(name, properties.getProperty(name).strip());
    }
    return values;
  }

  private static RunException wrong(Path file, String reason, String hint) {
    return new RunException(Blame.USER, "read the profile " + file, reason, hint);
  }
}
