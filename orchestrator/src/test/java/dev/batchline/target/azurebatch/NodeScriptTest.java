package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.plan.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script as a node does, by the shells that nodes have as /bin/sh. */
class NodeScriptTest {

  @TempDir Path node;

  private record Ended(int exitCode, String stdout, String stderr) {}

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void theCommandsExitCodeIsTheAttempts(String shell) throws Exception {
    assertThat(run(shell, "exit 7", Map.of()).exitCode()).isEqualTo(7);
    assertThat(run(shell, "exit 0", Map.of()).exitCode()).isZero();
    assertThat(run(shell, "no-such-program", Map.of()).exitCode()).isEqualTo(127);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void theCommandSeesWhereAppAndInputsLieAndNothingThatIsForTheScriptAlone(String shell)
      throws Exception {
    Map<String, String> variables = outputs("a", "b");
    variables.put("BATCHLINE_TASK_ID", "simulate-1");

    Ended ended =
        run(
            shell,
            "echo $BATCHLINE_APP_DIR $BATCHLINE_INPUT_DIR; env | cut -d= -f1 | grep BATCHLINE_"
                + "; touch a b",
            variables);

    assertThat(ended.stdout().lines())
        .contains(node + "/prep/app " + node + "/prep/input")
        .filteredOn(line -> line.startsWith("BATCHLINE_"))
        .containsExactlyInAnyOrder("BATCHLINE_APP_DIR", "BATCHLINE_INPUT_DIR", "BATCHLINE_TASK_ID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aCommandThatWritesWhatItDeclaredSucceeds(String shell) throws Exception {
    Map<String, String> outputs = outputs("pnl.csv", "report/**", "*.log");

    Ended ended =
        run(shell, "touch pnl.csv a.log; mkdir -p report/a/b; touch report/a/b/x", outputs);

    assertThat(ended.exitCode()).as(ended.stderr()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aDeclaredOutputThatMatchesNothingFailsTheAttemptAndSaysWhich(String shell) throws Exception {
    Map<String, String> outputs = outputs("pnl.csv", "report/**");

    Ended ended = run(shell, "mkdir report; touch report/.hidden xpnl.csv pnlxcsv", outputs);

    assertThat(ended.exitCode()).isEqualTo(NodeScript.DECLARED_OUTPUT_MISSING);
    assertThat(ended.stderr()).contains("'pnl.csv'").contains("'report/**'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aFailedCommandIsNotAskedForItsOutputs(String shell) throws Exception {
    Ended ended = run(shell, "exit 3", outputs("pnl.csv"));

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.stderr()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void earlierOutputsArriveByGroupAndTaskAndOnlyThoseThatAreRead(String shell) throws Exception {
    stage("simulate-1/pnl.csv", "simulate-2/pnl.csv", "simulate-2/trace.log");
    stage("simulate-1/deep/pnl.csv", "simulate-x-1/pnl.csv", "simulate-y/pnl.csv");

    Ended ended =
        run(
            shell,
            "find . -type f | sort",
            Map.of(
                "BATCHLINE_EARLIER_1", "simulate",
                "BATCHLINE_EARLIER_PATTERN_1", "^simulate-[0-9]+/(pnl\\.csv)$"));

    assertThat(ended.exitCode()).as(ended.stderr()).isZero();
    assertThat(ended.stdout().lines())
        .containsExactly("./simulate/simulate-1/pnl.csv", "./simulate/simulate-2/pnl.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void outputsOfSeveralGroupsArriveEachInItsPlace(String shell) throws Exception {
    stage("a-1/x y.csv", "a-2/x y.csv", "b/sub/z.csv");

    Ended ended =
        run(
            shell,
            "find . -type f | sort",
            Map.of(
                "BATCHLINE_EARLIER_1", "a",
                "BATCHLINE_EARLIER_PATTERN_1", "^a-[0-9]+/([^/.][^/]*)$",
                "BATCHLINE_EARLIER_2", "b",
                "BATCHLINE_EARLIER_PATTERN_2", "^b/(sub/[^/]*\\.csv)$"));

    assertThat(ended.stdout().lines())
        .containsExactly("./a/a-1/x y.csv", "./a/a-2/x y.csv", "./b/b/sub/z.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void outputsOfOneGroupThatSeveralRunsMadeAreJoinedByTheListOfSources(String shell)
      throws Exception {
    stageIn("earlier/0/output", "a-2/x.csv", "a-3/x.csv");
    stageIn("earlier/1/output", "a-1/x.csv", "a-2/x.csv", "a-10/x.csv", "a-x-1/x.csv");
    stageIn("earlier/3/output", "a-3/x.csv", "a-4/x.csv", "b/x.csv");
    Path sources = Files.createDirectories(node.resolve("task/wd/.batchline/sources"));
    Files.writeString(sources.resolve("a"), "1 1 1\n0 2 2\n3 3 4\n1 5 12\n");
    Files.writeString(sources.resolve("b"), "3 0 0\n");

    Ended ended =
        run(
            shell,
            "find . -type f | sort | xargs grep .",
            Map.of(
                "BATCHLINE_EARLIER_1", "a",
                "BATCHLINE_EARLIER_PATTERN_1", "^a-[0-9]+/(x\\.csv)$",
                "BATCHLINE_EARLIER_2", "b",
                "BATCHLINE_EARLIER_PATTERN_2", "^b/(x\\.csv)$"));

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout().lines())
        .containsExactly(
            "./a/a-1/x.csv:earlier/1/output/a-1/x.csv",
            "./a/a-10/x.csv:earlier/1/output/a-10/x.csv",
            "./a/a-2/x.csv:earlier/0/output/a-2/x.csv",
            "./a/a-3/x.csv:earlier/3/output/a-3/x.csv",
            "./a/a-4/x.csv:earlier/3/output/a-4/x.csv",
            "./b/b/x.csv:earlier/3/output/b/x.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void earlierOutputsThatMatchNothingEndTheAttemptBeforeItsCommand(String shell) throws Exception {
    stage("simulate-1/pnl.csv");
    Map<String, String> earlier =
        Map.of(
            "BATCHLINE_EARLIER_1", "simulate",
            "BATCHLINE_EARLIER_PATTERN_1", "^simulate-[0-9]+/(other\\.csv)$");

    Ended ended = run(shell, "echo ran", earlier);

    assertThat(ended.exitCode()).isEqualTo(NodeScript.EARLIER_OUTPUT_MISSING);
    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.stderr()).contains("no output of 'simulate'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void theNodeIsSampledFirstLastAndInBetween(String shell) throws Exception {
    run(shell, "sleep 1.2", Map.of("BATCHLINE_SAMPLE_SECONDS", "0.5"));

    List<String> samples = Files.readAllLines(node.resolve("task/telemetry.ndjson"));

    assertThat(samples).hasSizeGreaterThanOrEqualTo(3);
    assertThat(samples)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "\\{\"time\":[0-9]+\\.[0-9]+,\"node\":\"n1\",\"cpuTotal\":[0-9]+,"
                            + "\"cpuIdle\":[0-9]+,\"memoryTotal\":[0-9]+,"
                            + "\"memoryAvailable\":[0-9]+(,\"sectorsRead\":[0-9]+,"
                            + "\"sectorsWritten\":[0-9]+)?}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void evenAnInstantCommandIsSampledTwice(String shell) throws Exception {
    run(shell, "true", Map.of());

    assertThat(Files.readAllLines(node.resolve("task/telemetry.ndjson"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void argumentsReachTheProgramAsTheyAre(String shell) throws Exception {
    List<String> arguments =
        List.of("printf", "<%s>", "a b", "it's", "$HOME", "\"q\"", "two\nlines", "back\\slash", "");

    Ended ended = run(shell, ShellWords.command(new Invocation.Arguments(arguments)), Map.of());

    assertThat(ended.stdout()).isEqualTo("<a b><it's><$HOME><\"q\"><two\nlines><back\\slash><>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aScriptOfSeveralLinesRunsLineByLine(String shell) throws Exception {
    String script = "x='it'\\''s \\n'\nif true; then\n  printf '%s|' \"$x\"\nfi\nexit 4\n";

    Ended ended = run(shell, ShellWords.command(new Invocation.Shell(script)), Map.of());

    assertThat(ended.stdout()).isEqualTo("it's \\n|");
    assertThat(ended.exitCode()).isEqualTo(4);
  }

  private Map<String, String> outputs(String... globs) {
    Map<String, String> variables = new java.util.LinkedHashMap<>();
    for (int n = 1; n <= globs.length; n++) {
      variables.put("BATCHLINE_OUTPUT_" + n, globs[n - 1]);
      variables.put(
          "BATCHLINE_OUTPUT_PATTERN_" + n, "^" + new GlobPattern(globs[n - 1]).expression() + "$");
    }
    return variables;
  }

  private void stage(String... paths) throws IOException {
    for (String path : paths) {
      Path file = node.resolve("task/wd/.batchline/earlier/output").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  private void stageIn(String directory, String... paths) throws IOException {
    for (String path : paths) {
      Path file = node.resolve("task/wd/.batchline").resolve(directory).resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, directory + "/" + path + "\n");
    }
  }

  private Ended run(String shell, String command, Map<String, String> variables) throws Exception {
    Path work = Files.createDirectories(node.resolve("task/wd"));
    Path script = Files.writeString(node.resolve("batchline-task.sh"), NodeScript.text());
    Files.deleteIfExists(node.resolve("task/telemetry.ndjson"));
    ProcessBuilder process = new ProcessBuilder(shell, script.toString());
    process.directory(node.toFile());
    // What whoever runs the tests has set for them is not there on a node.
    process.environment().keySet().removeIf(name -> name.startsWith("BATCHLINE_"));
    process.environment().put("AZ_BATCH_NODE_ID", "n1");
    process.environment().put("AZ_BATCH_TASK_DIR", node.resolve("task").toString());
    process.environment().put("AZ_BATCH_TASK_WORKING_DIR", work.toString());
    process.environment().put("AZ_BATCH_JOB_PREP_WORKING_DIR", node.resolve("prep").toString());
    process.environment().put("BATCHLINE_COMMAND", command);
    process.environment().putAll(variables);
    process.redirectOutput(node.resolve("stdout.txt").toFile());
    process.redirectError(node.resolve("stderr.txt").toFile());
    Process running = process.start();
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        running.exitValue(),
        Files.readString(node.resolve("stdout.txt")),
        Files.readString(node.resolve("stderr.txt")));
  }
}
