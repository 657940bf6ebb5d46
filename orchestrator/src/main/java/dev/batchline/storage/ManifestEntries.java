package dev.batchline.storage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The outputs that a run's manifest lists, one at a time: those of the run itself by ascending
 * name, then those of each run that results were taken over from.
 */
final class ManifestEntries implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();

  private final String own;
  private final Optional<JsonParser> manifest;

  /** One output. */
  record Entry(String run, String path, long size, String sha256, String task, int attempt) {}

  private ManifestEntries(String own, Optional<JsonParser> manifest) throws IOException {
    this.own = own;
    this.manifest = manifest;
    if (manifest.isPresent()) {
      begin(manifest.get());
    }
  }

  /** Of a run that was never collected there are none. */
  static ManifestEntries of(RunStore store) throws IOException {
    Optional<InputStream> stored = store.manifest();
    return new ManifestEntries(
        store.id().value(),
        stored.isPresent() ? Optional.of(JSON.createParser(stored.get())) : Optional.empty());
  }

  /** The next one; empty after the last. */
  Optional<Entry> next() throws IOException {
    if (manifest.isEmpty() || manifest.get().nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    ObjectNode json = JSON.readTree(manifest.get());
    return Optional.of(
        new Entry(
            json.path("run").asText(own),
            json.path("path").asText(),
            json.path("size").asLong(),
            json.path("sha256").asText(),
            json.path("task").asText(),
            json.path("attempt").asInt()));
  }

  @Override
  public void close() throws IOException {
    if (manifest.isPresent()) {
      manifest.get().close();
    }
  }

  private static void begin(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null && token != JsonToken.START_ARRAY) {
      token = parser.nextToken();
    }
  }
}
