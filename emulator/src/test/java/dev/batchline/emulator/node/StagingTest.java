package dev.batchline.emulator.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.batchline.emulator.node.CommandEvent.Ended;
import dev.batchline.emulator.node.NodeCommand.ResourceFile;
import dev.batchline.emulator.node.NodeFixture.Told;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagingTest {

  @TempDir Path parent;
  private NodeFixture on;
  private BlobServer storage;

  @BeforeEach
  void start() throws IOException {
    on = new NodeFixture(parent);
    storage = new BlobServer();
  }

  @AfterEach
  void stop() {
    on.close();
    storage.close();
  }

  private static ResourceFile file(String url, String path) {
    return new ResourceFile(Optional.of(url), Optional.empty(), "", path, Optional.empty(), false);
  }

  private ResourceFile container(String prefix, String path) {
    return new ResourceFile(
        Optional.empty(), Optional.of(storage.container()), prefix, path, Optional.empty(), false);
  }

  private static String code(Ended ended) {
    return ended.failure().map(f -> f.category() + " " + f.code()).orElse("success");
  }

  @Test
  void aBlobArrivesAsAnExecutableFileBeforeTheCommandRuns() throws IOException {
    storage.blobs.put("tools/go.sh", "#!/bin/sh\necho went $1\n".getBytes(UTF_8));

    Ended ended =
        on.command("t", "bin/go.sh far")
            .resources(file(storage.blob("tools/go.sh"), "bin/go.sh"))
            .run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(on.text("t", "stdout.txt")).isEqualTo("went far\n");
    assertThat(Files.getPosixFilePermissions(on.task("t").resolve("wd/bin/go.sh"))).hasSize(6);
  }

  @Test
  void theFileModeIsOctal() throws IOException {
    storage.blobs.put("x", "1".getBytes(UTF_8));
    ResourceFile readOnly =
        new ResourceFile(
            Optional.of(storage.blob("x")), Optional.empty(), "", "x", Optional.of("0444"), false);

    on.command("t", "stat -c %a x").resources(readOnly).run();

    assertThat(on.text("t", "stdout.txt")).isEqualTo("444\n");
  }

  @Test
  void aContainerArrivesPageByPageWithTheNamesOfItsBlobs() throws IOException {
    for (String name : List.of("a/1", "a/b/2", "a/c d/3 & 4", "a/empty", "z")) {
      storage.blobs.put(name, name.equals("a/empty") ? new byte[0] : name.getBytes(UTF_8));
    }

    Ended ended =
        on.command("t", "find . -type f")
            .resources(container("a/", ""), container("", "all"))
            .run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(on.text("t", "stdout.txt").lines())
        .containsExactlyInAnyOrder(
            "./a/1",
            "./a/b/2",
            "./a/c d/3 & 4",
            "./a/empty",
            "./all/a/1",
            "./all/a/b/2",
            "./all/a/c d/3 & 4",
            "./all/a/empty",
            "./all/z");
    assertThat(on.text("t", "wd/a/c d/3 & 4")).isEqualTo("a/c d/3 & 4");
  }

  @Test
  void aLargeBlobIsNeverWholeInMemory() throws IOException {
    byte[] large = new byte[80_000_000];
    storage.blobs.put("large", large);

    Ended ended =
        on.command("t", "wc -c large").resources(file(storage.blob("large"), "large")).run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(on.text("t", "stdout.txt")).startsWith("80000000 ");
  }

  @Test
  void serverErrorsAndBrokenConnectionsAreTriedAgain() throws IOException {
    storage.blobs.put("x", "1".getBytes(UTF_8));
    Collections.addAll(storage.faults, 503, 500);

    assertThat(code(on.command("t", "cat x").resources(file(storage.blob("x"), "x")).run()))
        .isEqualTo("success");
    assertThat(storage.requests).hasSize(3);

    Collections.addAll(storage.faults, 0, 0);
    assertThat(code(on.command("t", "cat x").resources(file(storage.blob("x"), "x")).run()))
        .isEqualTo("success");
    assertThat(on.text("t", "stdout.txt")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "404, 1, UserError BlobNotFound",
    "403, 1, UserError BlobAccessDenied",
    "400, 1, ServerError BlobDownloadMiscError",
    "500, 4, ServerError BlobDownloadMiscError"
  })
  void aFailedDownloadHasTheCodeOfItsCauseAndNothingIsRun(int status, int tries, String code)
      throws IOException {
    storage.blobs.put("x", "1".getBytes(UTF_8));
    storage.faults.addAll(Collections.nCopies(tries, status));

    Ended ended = on.command("t", "cat x").resources(file(storage.blob("x"), "x")).retries(2).run();

    assertThat(code(ended)).isEqualTo(code);
    assertThat(ended.exitCode()).isEmpty();
    assertThat(ended.started()).isEmpty();
    assertThat(ended.retries()).isZero();
    assertThat(storage.requests).hasSize(tries);
    assertThat(ended.failure().toString()).as("no SAS in it").doesNotContain("sig=");
  }

  @Test
  void aContainerThatIsNotThereIsABlobThatIsNotFound() {
    ResourceFile missing =
        new ResourceFile(
            Optional.empty(),
            Optional.of(storage.container("other")),
            "",
            "",
            Optional.empty(),
            false);

    assertThat(code(on.command("t", "true").resources(missing).run()))
        .isEqualTo("UserError BlobNotFound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "a/../../out", "/tmp/out-of-here", "."})
  void nothingIsWrittenOutsideOfTheWorkingDirectory(String path) {
    storage.blobs.put("x", "1".getBytes(UTF_8));

    Ended ended = on.command("t", "true").resources(file(storage.blob("x"), path)).run();

    assertThat(code(ended)).isEqualTo("ServerError ResourceFileCreateFailed");
    assertThat(storage.requests).isEmpty();
  }

  @Test
  void aLinkOfAnEarlierRunDoesNotLeadOutEither() throws IOException {
    storage.blobs.put("x", "1".getBytes(UTF_8));
    Path outside = Files.createDirectory(parent.resolve("outside"));
    on.command("t", "ln -s " + outside + " link").run();
    Told told = new Told();
    on.runtime.start(
        new NodeCommand(
            on.task("t"),
            false,
            "true",
            java.util.Map.of(),
            List.of(file(storage.blob("x"), "link/x")),
            List.of(),
            0,
            Optional.empty()),
        told::accept);

    assertThat(code(told.ended())).isEqualTo("ServerError ResourceDirectoryCreateFailed");
    assertThat(outside).isEmptyDirectory();
  }

  /** Needs the right to mount a small disk. */
  @Test
  void aFullDiskIsSaidToBeFull() throws Exception {
    Path small = Files.createDirectory(parent.resolve("small"));
    assumeThat(succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()))
        .isTrue();
    storage.blobs.put("large", new byte[4_000_000]);
    try (NodeFixture there = new NodeFixture(small)) {
      Ended ended =
          there.command("t", "true").resources(file(storage.blob("large"), "large")).run();
      assertThat(code(ended)).isEqualTo("ServerError DiskFull");
    } finally {
      assertThat(succeeds("umount", small.toString())).isTrue();
    }
  }

  private static boolean succeeds(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  @Test
  void killingStopsADownloadAtOnce() throws Exception {
    try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
      Told told = new Told();
      RunningCommand running =
          on.command("t", "true")
              .resources(file("http://127.0.0.1:" + silent.getLocalPort() + "/x", "x"))
              .start(told);
      silent.accept();

      running.kill(Reason.ENDED);

      assertThat(code(told.ended())).isEqualTo("UserError TaskEnded");
      assertThat(told.starts()).isZero();
    }
  }

  @Test
  void whatWaitsForItsTurnToDownloadIsKilledAtOnceToo() throws Exception {
    try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/x";
      List<Told> all = new ArrayList<>();
      List<RunningCommand> running = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Told told = new Told();
        running.add(on.command("t" + i, "true").resources(file(url, "x")).start(told));
        all.add(told);
      }
      running.get(39).kill(Reason.LOST);
      assertThat(code(all.get(39).ended())).isEqualTo("UserError TaskEnded");
      assertThat(all.get(0).ended.isDone()).isFalse();

      running.forEach(command -> command.kill(Reason.LOST));
      await().until(() -> all.stream().allMatch(told -> told.ended.isDone()));
    }
  }

  @Test
  void freshProgramsAreNeverBusyHoweverManyStartAtOnce() {
    storage.blobs.put("go", "#!/bin/sh\nexit 0\n".getBytes(UTF_8));
    List<Told> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Told told = new Told();
      on.command("t" + i, "./go").resources(file(storage.blob("go"), "go")).start(told);
      all.add(told);
    }

    assertThat(all.stream().map(told -> code(told.ended())).distinct()).containsExactly("success");
  }

  @Test
  void commonFilesLieAboveTheWorkingDirectory() throws IOException {
    storage.blobs.put("hosts", "here".getBytes(UTF_8));
    ResourceFile common =
        new ResourceFile(
            Optional.of(storage.blob("hosts")),
            Optional.empty(),
            "",
            "hosts",
            Optional.empty(),
            true);

    on.command("t", "cat ../hosts").resources(common).run();

    assertThat(on.text("t", "stdout.txt")).isEqualTo("here");
  }
}
