package dev.batchline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import dev.batchline.spec.JobDirectory;
import dev.batchline.spec.RetryRules;
import dev.batchline.spec.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

  private static final FileHashes HASHES = new FileHashes(HashMemory.NONE, Timeline.system());

  @TempDir Path temporary;
  private JobDirectory directory;

  @BeforeEach
  void furnish() {
    directory = JobDirectory.in(temporary);
  }

  @Test
  void aRangeMakesATaskForEachNumber() {
    Plan plan = plan("- { name: a, forEach: { i: 3..5 }, command: 'run ${{ i }}' }");

    assertThat(commands(plan)).containsExactly("run 3", "run 4", "run 5");
    assertThat(ids(plan)).containsExactly("a-1", "a-2", "a-3");
  }

  @Test
  void aRangeMayHaveAStepAndAWidth() {
    Plan plan = plan("- { name: a, forEach: { i: -4..1 by 2 }, command: x }");
    Plan padded = plan("- { name: a, forEach: { i: 008..012 by 2 }, command: 'run ${{ i }}' }");

    assertThat(plan.header().taskCount()).isEqualTo(3);
    assertThat(commands(padded)).containsExactly("run 008", "run 010", "run 012");
  }

  @Test
  void aProductTurnsItsLastVariableFastest() {
    Plan plan =
        plan(
            "- { name: a, forEach: { d: [x, y], i: 1..2 }, command: ['run', '${{ d }}${{ i }}'] }");

    assertThat(plan.header().groups()).extracting(PlannedGroup::count).containsExactly(4);
    assertThat(IntStream.range(0, 4).mapToObj(plan::task).map(PlannedTask::invocation))
        .containsExactly(
            new Invocation.Arguments(List.of("run", "x1")),
            new Invocation.Arguments(List.of("run", "x2")),
            new Invocation.Arguments(List.of("run", "y1")),
            new Invocation.Arguments(List.of("run", "y2")));
  }

  @Test
  void eachFileGoesToItsOwnTask() {
    PlannedRun run =
        run(
            "- { name: a, forEach: { files: 'data/**' }, inputs: [build/app.jar],"
                + " command: '${{ file.path }} ${{ file.name }} ${{ file.stem }}' }");

    assertThat(commands(run.plan()))
        .containsExactly("a.csv a.csv a", "b.csv b.csv b", "deep/c.csv c.csv c");
    assertThat(run.plan().task(2).inputs())
        .extracting(StagedFile::path, StagedFile::size)
        .containsExactly(tuple("app.jar", 3L), tuple("deep/c.csv", 3L));
    assertThat(run.uploads()).hasSize(4);
  }

  @Test
  void eachRowIsATask() {
    Plan plan =
        plan("- { name: a, forEach: { csv: trades.csv }, command: '${{ id }}/${{ row.desk }}' }");

    assertThat(commands(plan)).containsExactly("t1/rates", "t,2/credit");
  }

  @Test
  void whatTheShellReplacesStaysAsItIs() {
    Plan plan = plan("- { name: a, command: 'echo $x ${x} $(x) ${#x} {{ x }} $$ }}' }");

    assertThat(commands(plan)).containsExactly("echo $x ${x} $(x) ${#x} {{ x }} $$ }}");
  }

  @Test
  void namesAreReplacedWhereverTheyStand() {
    RunSpec spec =
        directory.read(
            """
            name: job
            parameters: { n: { type: integer, default: 2 }, limit: { type: string, default: PT5M } }
            pool: { template: cpu-autoscale, parameters: { maxNodes: "${{ parameters.n }}" } }
            tasks:
              - name: a
                forEach: { i: "1..${{parameters.n}}" }
                command: "${{ run.name }} ${{ task.id }} ${{ i }} of ${{ parameters.n }}"
                environment: { SEED: "${{ i }}0" }
                outputs: ["${{ i }}/*.csv"]
                timeLimit: ${{ parameters.limit }}
                slots: ${{ parameters.n }}
              - { name: b, command: x, inputs: [{ from: a, files: "${{ parameters.n }}/*" }] }
            """,
            Map.of("n", "3"));
    Plan plan = Planner.plan(spec, HASHES).plan();
    PlannedTask task = plan.task(2);

    assertThat(commands(plan)).contains("job a-3 3 of 3");
    assertThat(task.environment()).containsExactly(Map.entry("SEED", "30"));
    assertThat(task.outputs()).containsExactly("3/*.csv");
    assertThat(task.timeLimit()).contains(Duration.ofMinutes(5));
    assertThat(task.slots()).isEqualTo(3);
    assertThat(plan.task(3).earlierOutputs()).containsExactly(new EarlierOutput("a", "3/*"));
    assertThat(plan.header().pool().json()).contains("min(3, ceil");
    assertThat(plan.header().parameters())
        .containsExactlyInAnyOrderEntriesOf(Map.of("n", "3", "limit", "PT5M"));
  }

  @Test
  void groupsComeInAnOrderInWhichEachFollowsThoseItNeeds() {
    Plan plan =
        plan(
            """
            - { name: last, command: x, after: [middle], inputs: [{ from: first }] }
            - { name: middle, command: x, inputs: [{ from: first }] }
            - { name: first, command: x, outputs: ["**"] }
            - { name: other, command: x }
            """);

    assertThat(plan.header().groups())
        .extracting(PlannedGroup::name, PlannedGroup::first, PlannedGroup::after)
        .containsExactly(
            tuple("first", 0, List.of()),
            tuple("middle", 1, List.of("first")),
            tuple("last", 2, List.of("middle", "first")),
            tuple("other", 3, List.of()));
  }

  @Test
  void whatIsNotGivenIsTheDefault() {
    PlanHeader header = plan("- { name: a, command: x }").header();
    PlannedTask task = plan("- { name: a, command: x }").task(0);

    assertThat(header.retry()).isEqualTo(RetryRules.DEFAULT);
    assertThat(header.limits().wallClock()).isEqualTo(Duration.ofDays(1));
    assertThat(header.pool().keep()).isFalse();
    assertThat(header.pool().cores()).isEqualTo(4);
    assertThat(task.id()).isEqualTo("a");
    assertThat(task.slots()).isEqualTo(1);
    assertThat(task.timeLimit()).isEqualTo(Optional.empty());
  }

  @Test
  void equalContentIsUploadedOnce() {
    directory.write("data/copy.csv", "a");
    RunSpec spec =
        directory.read(
            """
            name: job
            inputs: ["data/*.csv", data/a.csv]
            pool: { template: cpu-autoscale }
            tasks: [{ name: a, command: x, inputs: [data/a.csv] }]
            """);
    PlannedRun run = Planner.plan(spec, HASHES);

    assertThat(run.plan().header().inputs())
        .extracting(StagedFile::path)
        .containsExactly("a.csv", "b.csv", "copy.csv");
    assertThat(run.uploads())
        .extracting(LocalFile::sha256, LocalFile::size)
        .containsExactly(
            tuple("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", 1L),
            tuple("3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf", 2L));
  }

  @Test
  void aFileThatVanishesBeforeItIsHashedIsNamed() throws IOException {
    RunSpec spec = directory.readTasks("  - { name: a, command: x, inputs: [data/a.csv] }\n");
    Files.delete(temporary.resolve("data/a.csv"));

    assertThatThrownBy(() -> Planner.plan(spec, HASHES))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("could not read")
        .hasMessageContaining("a.csv");
  }

  @Test
  void anOrdinalAlwaysGivesTheSameTask() {
    Plan plan =
        plan(
            """
            - { name: a, forEach: { x: 1..7, files: "data/**", y: [p, q] }, command: "${{ x }} ${{ file.path }} ${{ y }}" }
            - { name: b, command: x }
            - { name: c, forEach: { csv: trades.csv, z: 1..11 }, command: "${{ id }} ${{ z }}" }
            """);
    List<PlannedTask> inOrder =
        IntStream.range(0, plan.header().taskCount()).mapToObj(plan::task).toList();
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    Set<String> ids = new HashSet<>();
    Set<String> works = new HashSet<>();

    for (PlannedTask task : inOrder) {
      assertThat(task.ordinal()).isEqualTo(ids.size());
      assertThat(task.id()).isEqualTo(plan.header().taskId(task.ordinal()));
      ids.add(task.id());
      works.add(task.group() + task.invocation());
    }
    for (int i = 0; i < 1000; i++) {
      int ordinal = random.nextInt(inOrder.size());
      assertThat(plan.task(ordinal)).isEqualTo(inOrder.get(ordinal));
    }
    assertThat(inOrder).hasSize(7 * 3 * 2 + 1 + 2 * 11);
    assertThat(ids).hasSameSizeAs(inOrder);
    assertThat(works).hasSameSizeAs(inOrder);
    assertThatThrownBy(() -> plan.task(inOrder.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aPreviewShowsTheFirstTasksOfEachGroup() {
    PlanPreview preview =
        PlanPreview.of(
            run(
                """
                - { name: a, forEach: { i: 1..1000000 }, command: "run ${{ i }}", inputs: [data/a.csv, data/b.csv] }
                - { name: b, command: x }
                """),
            3);

    assertThat(preview.uploadBytes()).isEqualTo(3);
    assertThat(preview.groups())
        .extracting(group -> group.group().count(), group -> group.firstTasks().size())
        .containsExactly(tuple(1_000_000, 3), tuple(1, 1));
    assertThat(preview.groups().get(0).firstTasks())
        .extracting(PlannedTask::invocation)
        .contains(new Invocation.Shell("run 3"));
  }

  private PlannedRun run(String tasks) {
    return Planner.plan(directory.readTasks(tasks.indent(2)), HASHES);
  }

  private Plan plan(String tasks) {
    return run(tasks).plan();
  }

  private static List<String> commands(Plan plan) {
    return IntStream.range(0, plan.header().taskCount())
        .mapToObj(plan::task)
        .map(task -> ((Invocation.Shell) task.invocation()).line())
        .toList();
  }

  private static List<String> ids(Plan plan) {
    return IntStream.range(0, plan.header().taskCount())
        .mapToObj(plan::task)
        .map(PlannedTask::id)
        .toList();
  }
}
