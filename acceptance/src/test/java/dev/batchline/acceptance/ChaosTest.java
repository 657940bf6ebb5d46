package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.acceptance.Batchline.Result;
import dev.batchline.acceptance.Batchline.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The risk report is the same on a bad day. */
class ChaosTest {

  private static final Path JOB = Batchline.ROOT.resolve("sample-jobs/risk-report/job.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of days on which nodes, transfers and calls failed. */
  private static final List<Integer> SEEDS = List.of(1, 4);

  @TempDir static Path directory;

  /** What a run left: size and hash by path. */
  private record Manifest(Map<String, String> outputs) {}

  @BeforeAll
  static void requireNode() throws Exception {
    Batchline.requireNode();
  }

  @AfterAll
  static void nothingIsLeft() {
    assertThat(Batchline.processesNaming(Batchline.home().toString())).isEmpty();
  }

  @Test
  void aBadDayChangesNoOutput() throws Exception {
    Running undisturbed = start(directory.resolve("calm"));
    Map<Integer, Running> disturbed = new TreeMap<>();
    for (int seed : SEEDS) {
      disturbed.put(seed, start(directory.resolve("chaos-" + seed), "chaos:" + seed));
    }
    List<Running> all = new ArrayList<>(disturbed.values());
    all.add(undisturbed);
    try {
      Manifest expected = manifest(undisturbed.end(), directory.resolve("calm"));
      assertThat(expected.outputs()).hasSizeGreaterThan(4);
      for (int seed : SEEDS) {
        Result end = disturbed.get(seed).end();
        assertThat(manifest(end, directory.resolve("chaos-" + seed)))
            .as("chaos:%s", seed)
            .isEqualTo(expected);
      }
    } finally {
      all.forEach(run -> run.process().destroy());
    }
  }

  private static Running start(Path place, String... faults) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                JOB.toString(),
                "--local",
                "--set",
                "scenarios=8",
                "--set",
                "paths=10000",
                "--to",
                place.toString(),
                "--output",
                "json"));
    for (String fault : faults) {
      arguments.addAll(List.of("--local-faults", fault));
    }
    return new Batchline(directory).start(arguments.toArray(String[]::new));
  }

  private static Manifest manifest(Result result, Path place) throws IOException {
    assertThat(result.exitCode()).as(result.err()).isZero();
    Map<String, String> outputs = new TreeMap<>();
    for (JsonNode output : JSON.readTree(place.resolve("manifest.json").toFile()).path("outputs")) {
      Path file = place.resolve(output.path("path").asText());
      assertThat(Files.size(file)).isEqualTo(output.path("size").asLong());
      outputs.put(
          output.path("path").asText(),
          output.path("size").asText() + " " + output.path("sha256").asText());
    }
    try (Stream<Path> files = Files.walk(place.resolve("output"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(outputs.size());
    }
    return new Manifest(outputs);
  }
}
