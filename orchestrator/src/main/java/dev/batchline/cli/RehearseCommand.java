package dev.batchline.cli;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.plan.FileHashes;
import dev.batchline.plan.HashMemory;
import dev.batchline.storage.Collector;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Goes through what most commands do, against a Storage of its own that keeps nothing, so that the
 * classes it takes are loaded when the launcher has them archived.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Load what commands need, for an archive of classes.",
    footerHeading = "%nExample:%n",
    footer = "  batchline rehearse")
final class RehearseCommand implements Callable<Integer> {

  private static final RunId RUN = new RunId("rehearsal-20260101-000000-0000");

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  RehearseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    CommandTree.of(surroundings).usage(surroundings.out());
    Path directory = Files.createTempDirectory("batchline-rehearsal");
    try (StorageStage stage = StorageStage.open();
        FileStore files = FileStore.open(settings(stage), Timeline.system())) {
      Path small = Files.writeString(directory.resolve("small"), "content");
      Path large = directory.resolve("large");
      try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
        file.setLength(StorageStage.OUTPUT_SIZE);
      }
      files.upload(
          List.copyOf(
              new FileHashes(HashMemory.NONE, Timeline.system())
                  .of(List.of(small, large))
                  .values()),
          progress -> {},
          new Interruption());
      new Collector(
              List.of(new Collector.Source(files.run(RUN), task -> OptionalInt.of(1))),
              directory.resolve("collected"),
              progress -> {})
          .collect(new Interruption());
    } finally {
      remove(directory);
    }
    return 0;
  }

  private static StorageSettings settings(StorageStage stage) {
    return StorageSettings.of(
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING",
            "AccountName=rehearsal;AccountKey=cmVoZWFyc2Fs;BlobEndpoint="
                + stage.endpoint()
                + "/rehearsal"),
        () -> {
          throw new IllegalStateException("a key is there");
        });
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
