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
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Goes through what most commands do, against an account of its own, so that the classes it takes
 * are loaded when the launcher has them archived.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Load what commands need, for an archive of classes.",
    footerHeading = "%nExample:%n",
    footer = "  batchline rehearse")
final class RehearseCommand implements Callable<Integer> {

  private static final RunId RUN = new RunId("rehearsal-20260101-000000-0000");

  private static final String JOB =
      """
      name: rehearsal
      inputs: [small]
      pool: { template: cpu-autoscale }
      tasks:
        - { name: first, forEach: { n: "1..200" }, command: "true ${{ n }}", outputs: [out.csv] }
        - { name: last, after: [first], command: "true", inputs: [{ from: first, files: out.csv }] }
      limits: { wallClock: PT1H }
      """;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  RehearseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * @return 0 if the run got its tasks in
   */
  @Override
  public Integer call() throws IOException {
    CommandTree.of(surroundings).usage(surroundings.out());
    Path directory = Files.createTempDirectory("batchline-rehearsal");
    try (AccountStage stage = AccountStage.open()) {
      transfer(stage, directory);
      return command(stage, directory);
    } finally {
      remove(directory);
    }
  }

  /** Files as large ones are sent and fetched. */
  private static void transfer(AccountStage stage, Path directory) throws IOException {
    try (FileStore files = FileStore.open(settings(stage), Timeline.system())) {
      Path small = Files.writeString(directory.resolve("small"), "content");
      Path large = directory.resolve("large");
      try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
        file.setLength(AccountStage.OUTPUT_SIZE);
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
    }
  }

  /** What is done most; the last one's exit code. */
  private int command(AccountStage stage, Path directory) throws IOException {
    String job = Files.writeString(directory.resolve("rehearsal.yaml"), JOB).toString();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Surroundings there =
        new Surroundings(
            stage.environment(),
            nowhere,
            nowhere,
            surroundings.screen(),
            surroundings.install(),
            directory.resolve("home"),
            surroundings.timeline());
    CommandTree.execute(there, "plan", job);
    CommandTree.execute(there, "runs");
    CommandTree.execute(there, "status", RUN.value());
    String copy = directory.resolve("copy").toString();
    return CommandTree.execute(there, "run", job, "--detach", "--to", copy);
  }

  private static StorageSettings settings(AccountStage stage) {
    return StorageSettings.of(
        stage.environment(),
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
