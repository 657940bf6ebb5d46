package dev.batchline.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.plan.LocalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** {@code uploads.json}: files of the machine that planned a run. */
final class UploadList {

  private static final JsonMapper MAPPER = new JsonMapper();

  private record Entry(String path, String sha256, long size) {}

  private UploadList() {}

  static byte[] write(List<LocalFile> files) {
    try {
      return MAPPER.writeValueAsBytes(
          files.stream()
              .map(
                  file ->
                      new Entry(
                          file.path().toAbsolutePath().toString(), file.sha256(), file.size()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<LocalFile> read(byte[] json) {
    try {
      return MAPPER.readValue(json, new TypeReference<List<Entry>>() {}).stream()
          .map(entry -> new LocalFile(Path.of(entry.path()), entry.sha256(), entry.size()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
