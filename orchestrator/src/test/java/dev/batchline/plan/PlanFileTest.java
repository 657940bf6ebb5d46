package dev.batchline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import dev.batchline.spec.JobDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {

  @TempDir Path temporary;
  @TempDir Path spools;
  private Plan plan;

  @BeforeEach
  void plan() {
    plan =
        Planner.plan(
                JobDirectory.in(temporary)
                    .readTasks(
                        """
                          - name: a
                            forEach: { files: "data/**", i: 1..50 }
                            command: [run, "${{ i }}", "é\\n\\"${{ file.path }}\\""]
                            environment: { X: "1" }
                            outputs: ["*.csv"]
                            timeLimit: PT90S
                          - name: b
                            command: echo
                            inputs: [{ from: a }]
                        """),
                new FileHashes(HashMemory.NONE, Timeline.system()))
            .plan();
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    Path file = temporary.resolve("plan.ndjson.gz");
    PlanFile.write(plan, file);

    try (PlanFile read = PlanFile.open(file, spools)) {
      assertThat(read.header()).isEqualTo(plan.header());
      assertThat(tasks(read)).isEqualTo(tasks(plan));
      assertThat(read.task(77)).isEqualTo(plan.task(77));
      assertThat(read.task(3)).isEqualTo(plan.task(3));
    }
  }

  @Test
  void neitherClosingNorDyingLeavesAFileBehind() throws IOException {
    try (PlanFile read = PlanFile.open(packed(), spools)) {
      if (!System.getProperty("os.name").startsWith("Windows")) {
        assertThat(files()).isEmpty();
      }
      assertThat(read.task(0).ordinal()).isZero();
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void manyThreadsCanReadAtOnce() throws IOException {
    try (PlanFile read = PlanFile.open(packed(), spools)) {
      List<Thread> readers =
          IntStream.range(0, 4)
              .mapToObj(i -> new Thread(() -> assertThat(tasks(read)).isEqualTo(tasks(plan))))
              .toList();
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      for (Thread reader : readers) {
        reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        reader.start();
      }
      for (Thread reader : readers) {
        join(reader);
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void aPlanIsAHeaderAndALineForEachTask() throws IOException {
    String text;
    try (InputStream in = new GZIPInputStream(packed())) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(text.lines()).hasSize(1 + plan.header().taskCount());
    assertThat(text.lines().findFirst().orElseThrow()).startsWith("{\"name\":\"job\"");
    assertThat(text.lines().toList().get(1))
        .contains("\"invocation\":{\"program\":{\"arguments\":[\"run\",\"1\"")
        .contains("\"timeLimit\":\"PT1M30S\"");
    assertThat(text.lines().toList().get(151))
        .contains("{\"shell\":{\"line\":\"echo\"}}")
        .doesNotContain("timeLimit");
  }

  @Test
  void aDamagedPlanIsRefusedAndLeavesNoFileBehind() throws IOException {
    byte[] whole = packed().readAllBytes();
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);

    for (byte[] damaged :
        List.of(cut, new byte[0], "hello".getBytes(StandardCharsets.UTF_8), zipped("{}x\n"))) {
      assertThatThrownBy(() -> PlanFile.open(new ByteArrayInputStream(damaged), spools))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("could not read the run's plan");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aPlanThatLacksTasksIsRefused() throws IOException {
    String text;
    try (InputStream in = new GZIPInputStream(packed())) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String shorter = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);

    assertThatThrownBy(() -> PlanFile.open(new ByteArrayInputStream(zipped(shorter)), spools))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("speaks of 151 tasks, but there are 150");
  }

  private InputStream packed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlanFile.write(plan, out);
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(spools)) {
      return files.toList();
    }
  }

  private static List<PlannedTask> tasks(Plan plan) {
    return IntStream.range(0, plan.header().taskCount()).mapToObj(plan::task).toList();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
