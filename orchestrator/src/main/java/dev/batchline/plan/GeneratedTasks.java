package dev.batchline.plan;

import dev.batchline.spec.ForEach;
import dev.batchline.spec.ProjectFile;
import dev.batchline.spec.TaskGroup;
import dev.batchline.spec.TextTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The tasks of one group, worked out from what the job file says of all of them.
 *
 * @param inputs files for each of its tasks
 * @param ownFiles files of which a task works on one, by where they come from
 */
record GeneratedTasks(
    PlannedGroup planned,
    TaskGroup group,
    List<StagedFile> inputs,
    Map<Path, StagedFile> ownFiles) {

  GeneratedTasks {
    inputs = List.copyOf(inputs);
    ownFiles = Map.copyOf(ownFiles);
  }

  boolean holds(int ordinal) {
    return ordinal >= planned.first() && ordinal - planned.first() < planned.count();
  }

  PlannedTask task(int ordinal) {
    int index = ordinal - planned.first();
    String id = planned.taskId(ordinal);
    ForEach each = group.forEach().orElse(ForEach.ONCE);
    UnaryOperator<String> variables = each.valuesAt(index);
    UnaryOperator<String> values = name -> name.equals("task.id") ? id : variables.apply(name);
    return new PlannedTask(
        ordinal,
        id,
        group.name(),
        invocation(values),
        environment(values),
        inputs(each.fileAt(index)),
        earlierOutputs(values),
        rendered(group.outputs(), values),
        group.timeLimit(),
        group.slots());
  }

  private Invocation invocation(UnaryOperator<String> values) {
    return group.command() instanceof TaskGroup.Command.Shell shell
        ? new Invocation.Shell(shell.line().render(values))
        : new Invocation.Arguments(
            rendered(((TaskGroup.Command.Arguments) group.command()).arguments(), values));
  }

  private Map<String, String> environment(UnaryOperator<String> values) {
    if (group.environment().isEmpty()) {
      return Map.of();
    }
    Map<String, String> environment = new LinkedHashMap<>();
    group.environment().forEach((name, text) -> environment.put(name, text.render(values)));
    return environment;
  }

  private List<StagedFile> inputs(Optional<ProjectFile> own) {
    Optional<StagedFile> file = own.map(ProjectFile::source).map(ownFiles::get);
    return file.isEmpty() ? inputs : Stream.concat(inputs.stream(), file.stream()).toList();
  }

  private List<EarlierOutput> earlierOutputs(UnaryOperator<String> values) {
    return group.earlier().stream()
        .map(earlier -> new EarlierOutput(earlier.group(), earlier.files().render(values)))
        .toList();
  }

  private static List<String> rendered(List<TextTemplate> texts, UnaryOperator<String> values) {
    return texts.stream().map(text -> text.render(values)).toList();
  }
}
