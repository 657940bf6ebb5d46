package dev.batchline.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the top level of a job file, section by section, whatever is wrong with others. */
final class JobReader {

  static final List<String> KEYS =
      List.of(
          "name", "description", "parameters", "app", "inputs", "pool", "tasks", "retry", "limits");

  private static final int LONGEST_NAME = 24;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final Path file;
  private final Problems problems;
  private final Map<String, String> sets;
  private final JobFile.Places places;

  JobReader(Path file, Problems problems, Map<String, String> sets, JobFile.Places places) {
    this.file = file;
    this.problems = problems;
    this.sets = sets;
    this.places = places;
  }

  /** The job, or nothing after problems were added. */
  Optional<RunSpec> read(SourceNode document) {
    Path directory =
        Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(Path.of("/"));
    Reading bare = new Reading(problems, new Scope(Map.of(), Set.of(), Set.of(), false), directory);
    Optional<Fields> top = Fields.of(document, "the job file", KEYS, bare);
    if (top.isEmpty()) {
      return Optional.empty();
    }
    top.get().require("name", "Such as name: risk-report.");
    top.get().require("pool", "Such as pool: { template: cpu-autoscale }.");
    top.get().require("tasks", "Name at least one group of tasks.");
    Optional<String> name = top.get().text("name", "").filter(text -> isName(top.get(), text));
    top.get().text("description", "");
    ParametersReader parameters = new ParametersReader(bare, sets);
    Map<String, String> values =
        parameters.read(
            top.get().mapping("parameters", "Such as { n: { type: integer, default: 40 } }."));
    Reading reading = bare.with(scope(name, values, parameters.broken()));
    return read(top.get().within(reading), name, values, reading);
  }

  private Optional<RunSpec> read(
      Fields top, Optional<String> name, Map<String, String> values, Reading reading) {
    List<ProjectFile> app =
        FilesReader.read(
            top.list("app", "Such as [build/app.jar]."),
            FilesReader.OF_THE_APP,
            "BATCHLINE_APP_DIR",
            places.app().map(reading::in).orElse(reading));
    List<ProjectFile> inputs =
        FilesReader.read(
            top.list("inputs", "Such as [data/*.csv]."),
            "an input",
            "BATCHLINE_INPUT_DIR",
            reading);
    TasksReader tasks = new TasksReader(reading);
    List<TaskGroup> groups =
        top.list("tasks", "Such as tasks: [{ name: simulate, command: … }].")
            .map(tasks::read)
            .orElse(List.of());
    PoolReader pools =
        new PoolReader(
            reading,
            places.templates(),
            Map.of("initialTasks", tasks.initialTasks(), "slotsPerTask", tasks.slotsPerTask()));
    Optional<PoolSpec> pool = top.node("pool").flatMap(pools::read);
    pool.ifPresent(known -> tasks.checkSlots(known.taskSlotsPerNode()));
    RetryReader retries = new RetryReader(reading, tasks, places.templates());
    RetryRules retry =
        top.node("retry")
            .map(node -> retries.read(node, pool.flatMap(known -> top.node("pool"))))
            .orElse(RetryRules.DEFAULT);
    Limits limits = top.node("limits").map(new LimitsReader(reading)::read).orElse(Limits.DEFAULT);
    if (name.isEmpty() || pool.isEmpty() || problems.count() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RunSpec(
            file,
            name.get(),
            values,
            app,
            inputs,
            pool.get().with(retries.furtherPools()),
            groups,
            retry,
            limits,
            problems.texts()));
  }

  private boolean isName(Fields top, String name) {
    if (name.length() <= LONGEST_NAME && NAME.matcher(name).matches()) {
      return true;
    }
    String tidy =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = tidy.substring(0, Math.min(LONGEST_NAME, tidy.length())).replaceAll("-$", "");
    problems.add(
        top.node("name").map(SourceNode::at).orElse(top.at("name")),
        "\"%s\" can't be a job's name: it must be at most %d lower-case letters, digits and single"
                .formatted(name, LONGEST_NAME)
            + " hyphens",
        cut.isEmpty() ? "" : "Such as " + cut + ".");
    return false;
  }

  private static Scope scope(
      Optional<String> name, Map<String, String> values, Set<String> broken) {
    Map<String, String> known = new LinkedHashMap<>();
    values.forEach((key, value) -> known.put("parameters." + key, value));
    Set<String> unknown = new LinkedHashSet<>();
    broken.forEach(key -> unknown.add("parameters." + key));
    name.ifPresentOrElse(text -> known.put("run.name", text), () -> unknown.add("run.name"));
    return new Scope(known, Set.of(), unknown, false);
  }
}
