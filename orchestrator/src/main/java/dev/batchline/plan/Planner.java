package dev.batchline.plan;

import dev.batchline.spec.ForEach;
import dev.batchline.spec.PoolSpec;
import dev.batchline.spec.ProjectFile;
import dev.batchline.spec.RunSpec;
import dev.batchline.spec.TaskGroup;
import dev.batchline.spec.VmSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes plans of job files. */
public final class Planner {

  private final Map<Path, LocalFile> hashed;
  private final Map<String, LocalFile> uploads = new LinkedHashMap<>();

  private Planner(Map<Path, LocalFile> hashed) {
    this.hashed = hashed;
  }

  /**
   * Plans a run.
   *
   * @param hashes find out what the files are that it needs
   * @throws dev.batchline.base.RunException if a file can't be read
   */
  public static PlannedRun plan(RunSpec spec, FileHashes hashes) {
    return plan(spec, hashes::of);
  }

  /**
   * Plans a run of files that are known from elsewhere.
   *
   * @param hashes what the files are, by their paths; for all it is given
   */
  public static PlannedRun plan(
      RunSpec spec, Function<Collection<Path>, Map<Path, LocalFile>> hashes) {
    Planner planner = new Planner(hashes.apply(files(spec)));
    Plan plan = planner.work(spec);
    return new PlannedRun(
        plan, new ArrayList<>(planner.uploads.values()), new ArrayList<>(planner.hashed.values()));
  }

  private static List<Path> files(RunSpec spec) {
    Stream<ProjectFile> ofGroups =
        spec.groups().stream()
            .flatMap(
                group ->
                    Stream.concat(
                        group.inputs().stream(),
                        group.forEach().stream().flatMap(each -> each.files().stream())));
    return Stream.of(spec.app().stream(), spec.inputs().stream(), ofGroups)
        .flatMap(files -> files)
        .map(ProjectFile::source)
        .toList();
  }

  private Plan work(RunSpec spec) {
    List<StagedFile> app = staged(spec.app());
    List<StagedFile> inputs = staged(spec.inputs());
    List<PlannedGroup> groups = new ArrayList<>();
    List<GeneratedTasks> tasks = new ArrayList<>();
    int first = 0;
    for (TaskGroup group : spec.groups()) {
      PlannedGroup planned =
          new PlannedGroup(
              group.name(), first, group.size(), group.forEach().isPresent(), group.after());
      groups.add(planned);
      tasks.add(new GeneratedTasks(planned, group, staged(group.inputs()), ownFiles(group)));
      first += group.size();
    }
    PlanHeader header =
        new PlanHeader(
            spec.name(),
            spec.parameters(),
            app,
            inputs,
            pool(spec.pool()),
            groups,
            spec.retry(),
            spec.limits());
    return new GeneratedPlan(header, tasks);
  }

  private static PlannedPool pool(PoolSpec pool) {
    return new PlannedPool(
        pool.template(),
        pool.json(),
        pool.keep(),
        VmSizes.cores(pool.vmSize()).orElse(0),
        pool.further().stream().map(Planner::pool).toList());
  }

  /** The files of a group of which each task works on one, by where they come from. */
  private Map<Path, StagedFile> ownFiles(TaskGroup group) {
    Map<Path, StagedFile> files = new HashMap<>();
    ForEach each = group.forEach().orElse(ForEach.ONCE);
    for (ProjectFile file : each.files()) {
      files.put(file.source(), staged(file));
    }
    return files;
  }

  private List<StagedFile> staged(List<ProjectFile> files) {
    return files.stream().map(this::staged).toList();
  }

  private StagedFile staged(ProjectFile file) {
    LocalFile local = Objects.requireNonNull(hashed.get(file.source()));
    uploads.putIfAbsent(local.sha256(), local);
    return new StagedFile(file.path(), local.sha256(), local.size());
  }
}
