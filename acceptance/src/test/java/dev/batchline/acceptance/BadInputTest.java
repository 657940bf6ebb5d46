package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.acceptance.Batchline.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes cost nothing: one clear message, the right exit code, and nothing created. */
class BadInputTest {

  @TempDir Path directory;

  @TempDir Path home;

  @Test
  void allMistakesOfAJobFileAreToldAtOnce() throws Exception {
    Path job = TinyJob.write(directory);
    Files.writeString(
        job, Files.readString(job).replace("outputs: [all.txt]", "outptus: [all.txt]"));

    Result result = batchline().run("run", job.toString(), "--local", "--set", "taks=4");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("job.yaml:", "outptus", "outputs", "taks", "2 mistakes; nothing was created")
        .doesNotContain("\tat ");
    nothingWasCreated();
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Path job = TinyJob.write(directory);
    Files.delete(directory.resolve("work.sh"));

    Result result = batchline().run("run", job.toString(), "--local");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("work.sh");
    nothingWasCreated();
  }

  @Test
  void anUnreachableStorageIsExitCode4() throws Exception {
    Path job = TinyJob.write(directory);

    Result result =
        batchline()
            .with(
                "AZURE_STORAGE_CONNECTION_STRING",
                "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=QUJD;"
                    + "BlobEndpoint=http://127.0.0.1:1/a;")
            .with("AZURE_BATCH_ACCOUNT", "a")
            .with("AZURE_BATCH_ENDPOINT", "http://127.0.0.1:1")
            .with("AZURE_BATCH_ACCESS_KEY", "QUJD")
            .run("run", job.toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("can't be reached").doesNotContain("\tat ", "QUJD");
    nothingWasCreated();
  }

  @Test
  void aHostThatDoesNotExistIsToldOnceAndInOurWordsOnly() throws Exception {
    Result result =
        batchline()
            .with(
                "AZURE_STORAGE_CONNECTION_STRING",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=QUJD;"
                    + "EndpointSuffix=core.invalid")
            .run("runs");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("batchline: could not list runs: https://a.blob.core.invalid/");
  }

  @Test
  void aMachineWithoutNodeIsTold() throws Exception {
    Path job = TinyJob.write(directory);
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : new String[] {"bash", "java", "sed", "head", "readlink"}) {
      Path found = Path.of("/usr/bin", tool);
      if (Files.exists(found)) {
        Files.createSymbolicLink(tools.resolve(tool), found.toRealPath());
      }
    }

    Result result =
        batchline().with("PATH", tools.toString()).run("run", job.toString(), "--local");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("there is no node on the PATH", "Install Node.js 18");
  }

  @Test
  void planTouchesNothing() throws Exception {
    Path job = TinyJob.write(directory);

    Result result = batchline().run("plan", job.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("tiny: 4 tasks", "work.sh", "sh $BATCHLINE_APP_DIR/work.sh 1");
    nothingWasCreated();
  }

  private Batchline batchline() {
    return new Batchline(directory).with("BATCHLINE_HOME", home.toString());
  }

  private void nothingWasCreated() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      // Hashes of files that are some seconds old may be remembered.
      assertThat(files.filter(file -> !file.endsWith("hashes"))).isEmpty();
    }
    assertThat(directory.resolve("batchline-runs")).doesNotExist();
  }
}
