package dev.batchline.storage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Hashes of outputs as the run's manifest in Storage has them, for comparing.
 *
 * <p>It is read beside a listing in the same order, run by run and name by name, so memory holds
 * one entry of a million. What it doesn't have is simply not known.
 */
final class KnownHashes implements Closeable {

  private final List<String> runs;
  private final Optional<JsonParser> manifest;
  private Optional<Entry> next = Optional.empty();

  private record Entry(int run, String path, long size, String sha256) {}

  private KnownHashes(List<String> runs, Optional<JsonParser> manifest) throws IOException {
    this.runs = List.copyOf(runs);
    this.manifest = manifest;
    if (manifest.isPresent()) {
      begin(manifest.get());
    }
  }

  /**
   * @param runs in the order in which their outputs are listed; the first is the store's own
   */
  static KnownHashes of(RunStore store, List<String> runs) throws IOException {
    Optional<InputStream> stored = store.manifest();
    return new KnownHashes(
        runs,
        stored.isPresent()
            ? Optional.of(new JsonMapper().createParser(stored.get()))
            : Optional.empty());
  }

  /** The hash of a file; asked for in the order of the listing. */
  Optional<String> sha256(String run, StoredFile file) throws IOException {
    int asked = runs.indexOf(run);
    while (next.isPresent() && isBefore(next.get(), asked, file.name())) {
      advance();
    }
    return next.filter(entry -> entry.run() == asked && entry.path().equals(file.name()))
        .filter(entry -> entry.size() == file.size())
        .map(Entry::sha256);
  }

  @Override
  public void close() throws IOException {
    if (manifest.isPresent()) {
      manifest.get().close();
    }
  }

  private static boolean isBefore(Entry entry, int run, String path) {
    return entry.run() < run || (entry.run() == run && entry.path().compareTo(path) < 0);
  }

  private void begin(JsonParser parser) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        advance();
        return;
      }
    }
  }

  private void advance() throws IOException {
    next = Optional.empty();
    JsonParser parser = manifest.orElseThrow();
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      ObjectNode json = new JsonMapper().readTree(parser);
      String run = json.path("run").asText(runs.get(0));
      next =
          Optional.of(
              new Entry(
                  runs.indexOf(run),
                  json.path("path").asText(),
                  json.path("size").asLong(),
                  json.path("sha256").asText()));
    }
  }
}
