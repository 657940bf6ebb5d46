package dev.batchline.benchmarks;

import com.azure.core.credential.TokenCredential;
import dev.batchline.base.Interruption;
import dev.batchline.base.Timeline;
import dev.batchline.cli.local.RememberedHashes;
import dev.batchline.plan.FileHashes;
import dev.batchline.plan.LocalFile;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Brings all files of a directory to Storage as a run does: hashes those that were written to since
 * the last time, looks which are missing, sends those.
 *
 * <p>usage: Upload DIRECTORY CONTAINER; prints the milliseconds it took, and the most MiB of heap.
 */
public final class Upload {

  private Upload() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    StorageSettings settings =
        StorageSettings.of(environment, Upload::noToken).withContainer(arguments[1]);
    long start = System.nanoTime();
    List<LocalFile> files = hashed(Path.of(arguments[0]));
    try (FileStore store = FileStore.open(settings, Timeline.system())) {
      store.upload(files, progress -> {}, new Interruption());
    }
    System.out.println(
        Duration.ofNanos(System.nanoTime() - start).toMillis() + " " + Heap.mostMebibytes());
  }

  private static TokenCredential noToken() {
    throw new IllegalStateException("AZURE_STORAGE_CONNECTION_STRING is not set");
  }

  private static List<LocalFile> hashed(Path directory) throws IOException {
    Path home = Path.of(System.getenv("BATCHLINE_HOME"));
    try (RememberedHashes memory = RememberedHashes.open(home);
        Stream<Path> paths = Files.walk(directory)) {
      return List.copyOf(
          new FileHashes(memory, Timeline.system())
              .of(paths.filter(Files::isRegularFile).toList())
              .values());
    }
  }
}
