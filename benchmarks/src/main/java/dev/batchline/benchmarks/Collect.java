package dev.batchline.benchmarks;

import com.azure.core.credential.TokenCredential;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.storage.Collector;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Copies all outputs of a run to a directory, as {@code batchline collect} does.
 *
 * <p>usage: Collect RUN DIRECTORY; the outputs are in the run's container, whoever put them there.
 * Prints the milliseconds it took, and the most MiB of heap.
 */
public final class Collect {

  private Collect() {}

  public static void main(String[] arguments) {
    long start = System.nanoTime();
    StorageSettings settings = StorageSettings.of(System.getenv(), Collect::noToken);
    try (FileStore store = FileStore.open(settings, Timeline.system())) {
      Collector.Source source =
          new Collector.Source(store.run(new RunId(arguments[0])), task -> OptionalInt.of(1));
      new Collector(List.of(source), Path.of(arguments[1]), progress -> {})
          .collect(new Interruption());
    }
    System.out.println(
        Duration.ofNanos(System.nanoTime() - start).toMillis() + " " + Heap.mostMebibytes());
  }

  private static TokenCredential noToken() {
    throw new IllegalStateException("AZURE_STORAGE_CONNECTION_STRING is not set");
  }
}
