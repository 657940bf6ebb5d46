package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.batchline.emulator.node.CommandEvent.Ended;
import dev.batchline.emulator.node.NodeCommand.OutputFile;
import dev.batchline.emulator.node.NodeCommand.OutputFile.Condition;
import dev.batchline.emulator.node.NodeFixture.Told;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputUploadTest {

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

  private OutputFile output(String pattern, String path) {
    return output(pattern, path, Condition.TASK_COMPLETION);
  }

  private OutputFile output(String pattern, String path, Condition condition) {
    return new OutputFile(pattern, storage.container(), path, Map.of(), condition);
  }

  private static String code(Ended ended) {
    return ended.failure().map(failure -> failure.code()).orElse("success");
  }

  @Test
  void aPatternWithoutWildcardsIsOneBlobOfThatName() {
    Ended ended =
        on.command("t", "sh -c 'echo hi; mkdir d; echo 1 > d/pnl.csv'")
            .outputs(
                output("d/pnl.csv", "output/t/pnl.csv"),
                output("d/pnl.csv", ""),
                output("../stdout.txt", "logs/t/stdout.txt"))
            .run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(storage.blobs.keySet())
        .containsExactly("logs/t/stdout.txt", "output/t/pnl.csv", "pnl.csv");
    assertThat(storage.text("logs/t/stdout.txt")).isEqualTo("hi\n");
    assertThat(storage.headers.get("pnl.csv")).containsEntry("x-ms-blob-type", "BlockBlob");
  }

  @Test
  void aPatternWithWildcardsKeepsTheDirectoriesBelowItsFirstWildcard() throws IOException {
    Ended ended =
        on.command("t", "sh -c 'mkdir -p r/x/y; touch r/a.txt r/x/b.txt r/x/y/c.csv r/.d.txt'")
            .outputs(
                output("r/**", "all"),
                output("**/*.txt", "texts/"),
                output("../std*.txt", "logs"),
                output("$AZ_BATCH_TASK_DIR/std*.txt", ""),
                output("nothing/*", "none"))
            .run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(storage.blobs.keySet())
        .containsExactlyInAnyOrder(
            "all/a.txt",
            "all/x/b.txt",
            "all/x/y/c.csv",
            "texts/r/a.txt",
            "texts/r/x/b.txt",
            "logs/stdout.txt",
            "logs/stderr.txt",
            "stdout.txt",
            "stderr.txt");
    assertThat(on.text("t", "fileuploadout.txt")).contains("no file matches nothing/*");
  }

  @ParameterizedTest
  @CsvSource({"true, completion success", "false, completion failure"})
  void conditionsSayWhenToUpload(String program, String uploaded) {
    on.command("t", program)
        .outputs(
            output("../stdout.txt", "success", Condition.TASK_SUCCESS),
            output("../stdout.txt", "failure", Condition.TASK_FAILURE),
            output("../stdout.txt", "completion", Condition.TASK_COMPLETION))
        .run();

    assertThat(String.join(" ", storage.blobs.keySet())).isEqualTo(uploaded);
  }

  @Test
  void outputsAreUploadedOnceAfterTheLastRetry() {
    on.command("t", "sh -c 'echo x >> n; test $(wc -l < n) = 3'")
        .retries(5)
        .outputs(output("n", "n"))
        .run();

    assertThat(storage.requests).hasSize(1);
    assertThat(storage.text("n")).isEqualTo("x\nx\nx\n");
  }

  @Test
  void aLargeFileIsUploadedInBlocks() throws IOException {
    Ended ended =
        on.command("t", "sh -c 'head -c 1000000 /dev/urandom > big'")
            .outputs(
                new OutputFile(
                    "big",
                    storage.container(),
                    "big file",
                    Map.of("Content-Type", "application/x-big"),
                    Condition.TASK_SUCCESS))
            .run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(storage.requests).hasSize(17);
    assertThat(storage.blobs.get("big file"))
        .isEqualTo(Files.readAllBytes(on.task("t").resolve("wd/big")));
    assertThat(storage.headers.get("big file"))
        .containsEntry("x-ms-blob-content-type", "application/x-big");
  }

  @Test
  void serverErrorsAndBrokenConnectionsAreTriedAgain() {
    Collections.addAll(storage.faults, 503, 0, 500);

    Ended ended = on.command("t", "sh -c 'echo 1 > x'").outputs(output("x", "x")).run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(storage.text("x")).isEqualTo("1\n");
  }

  @ParameterizedTest
  @CsvSource({
    "404, FileUploadContainerNotFound",
    "403, FileUploadAccessDenied",
    "400, FileUploadMiscError"
  })
  void aFailedUploadIsAFailureWithTheExitCodeOfTheCommand(int status, String code)
      throws IOException {
    storage.faults.add(status);

    Ended ended =
        on.command("t", "sh -c 'echo 1 > x'")
            .outputs(output("x", "lost"), output("x", "kept"))
            .run();

    assertThat(code(ended)).isEqualTo(code);
    assertThat(ended.exitCode()).hasValue(0);
    assertThat(storage.blobs.keySet()).as("others are uploaded").containsExactly("kept");
    assertThat(ended.failure().orElseThrow().details())
        .extracting(Map.Entry::getKey)
        .contains("FilePath", "FilePattern", "FileDestination");
    assertThat(ended.failure().toString()).as("no SAS in it").doesNotContain("sig=");
    assertThat(on.text("t", "fileuploaderr.txt")).contains(code).doesNotContain("sig=");
  }

  @Test
  void theExitCodeIsTheFailureEvenIfTheUploadFailsToo() {
    storage.faults.add(404);

    Ended ended = on.command("t", "false").outputs(output("../stdout.txt", "x")).run();

    assertThat(code(ended)).isEqualTo("FailureExitCode");
  }

  @Test
  void linksThatLeadOutOfTheNodeAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(parent.resolve("outside"));
    Files.writeString(outside.resolve("secret.txt"), "secret");

    Ended ended =
        on.command(
                "t",
                "sh -c 'echo 1 > own.txt; ln -s own.txt alias.txt; ln -s OUT/secret.txt leak.txt;"
                        .replace("OUT", outside.toString())
                    + " ln -s OUT dir'".replace("OUT", outside.toString()))
            .outputs(
                output("*.txt", "a"),
                output("**/*.txt", "b"),
                output("dir/*.txt", "c"),
                output("leak.txt", "d"))
            .run();

    assertThat(code(ended)).isEqualTo("success");
    assertThat(storage.blobs.keySet())
        .containsExactlyInAnyOrder("a/own.txt", "a/alias.txt", "b/own.txt", "b/alias.txt");
  }

  @Test
  void filesOutsideOfTheNodeAreRefused() {
    Ended ended = on.command("t", "true").outputs(output("/etc/pass*", "x")).run();

    assertThat(code(ended)).isEqualTo("FileUploadMiscError");
    assertThat(storage.blobs).isEmpty();
  }

  @Test
  void aTaskThatIsEndedUploadsWhatItHasAndALostOneNothing() throws IOException {
    for (Reason reason : Reason.values()) {
      Told told = new Told();
      RunningCommand running =
          on.command(reason.name(), "sh -c 'echo begun; exec sleep 60'")
              .outputs(output("../stdout.txt", reason.name(), Condition.TASK_FAILURE))
              .start(told);
      on.awaitText(reason.name(), "stdout.txt");
      running.kill(reason);
      assertThat(code(told.ended())).isEqualTo("TaskEnded");
    }

    assertThat(storage.blobs.keySet()).containsExactly("ENDED");
  }

  @Test
  void aTaskThatTookTooLongUploadsItsLogs() {
    on.command("t", "sh -c 'echo begun; exec sleep 60'")
        .wallClock(Duration.ofMillis(300))
        .outputs(output("../std*.txt", "logs"))
        .run();

    assertThat(storage.text("logs/stdout.txt")).isEqualTo("begun\n");
  }

  @Test
  void losingTheNodeStopsAnUpload() throws Exception {
    try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
      Told told = new Told();
      on.command("t", "true")
          .outputs(
              new OutputFile(
                  "../stdout.txt",
                  "http://127.0.0.1:" + silent.getLocalPort() + "/box",
                  "x",
                  Map.of(),
                  Condition.TASK_SUCCESS))
          .start(told);
      silent.accept();

      on.runtime.removeNode("pool", "node-1");

      await().until(() -> told.ended.isDone());
      assertThat(told.ended().failure()).isPresent();
    }
  }

  @Test
  void textsOfTheNodeItselfBecomeBlobsOfTheirNames() {
    on.runtime.upload(storage.container(), Map.of("account/pool/node/agent.log", "it is up\n"));

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> storage.blobs.containsKey("account/pool/node/agent.log"));
    assertThat(storage.text("account/pool/node/agent.log")).isEqualTo("it is up\n");
  }
}
