package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Subtask;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.model.WireTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /view/jobs/JOB/tasks/TASK}: all about a task, and what it prints while it does. */
final class TaskPage {

  private static final int DEPENDENCIES = 20;

  private final View view;

  TaskPage(View view) {
    this.view = view;
  }

  private record Snapshot(Job job, Task task, List<Subtask> subtasks) {}

  Screen screen(String jobId, String taskId) {
    Snapshot seen = snapshot(jobId, taskId);
    Job job = seen.job();
    Task task = seen.task();
    ObjectNode said = task.settings().document().tree();
    FileOwner owner = FileOwner.task(view.service(), job.id(), task.id());
    Output output = output(owner, task);
    Html content =
        Html.fragment(
            Html.tag("h1").add("Task ").add(Html.tag("code").add(task.id())),
            Html.tag("p").add(Badge.of(task)),
            SpecialTask.failure(task.execution()),
            result(task),
            dependencies(job, said),
            timing(task),
            Html.tag("h2").add("Command line"),
            Html.tag("pre").attribute("tabindex", "0").add(said.path("commandLine").asText()),
            output.titled("stdout.txt"),
            output.titled("stderr.txt"),
            Html.tag("h2").add("Files"),
            FileTable.of(owner, true),
            Html.tag("h2").add("Environment"),
            environment(job, said),
            subtasks(seen.subtasks()),
            json(job.id(), task.id()));
    return new Screen(
        "Task " + task.id(),
        List.of(Links.link("Overview", "/"), Links.link("Job " + job.id(), Links.job(job.id()))),
        content);
  }

  private Snapshot snapshot(String jobId, String taskId) {
    return view.account()
        .read(
            account -> {
              AccountJob job = account.job(jobId);
              Task task = job.tasks().find(taskId).orElseThrow(ErrorCode.TASK_NOT_FOUND::error);
              List<Subtask> subtasks = job.subtasks().getOrDefault(task.key(), List.of());
              return new Snapshot(job.job(), task, List.copyOf(subtasks));
            });
  }

  /** Where a task's output is followed. */
  static Output output(FileOwner owner, Task task) {
    String run =
        task.execution().started().map(WireTime::text).orElse("")
            + task.placement().map(Task.Placement::nodeId).orElse("");
    return new Output(owner, run, task.is(TaskState.COMPLETED));
  }

  private static Html result(Task task) {
    TaskSettings settings = task.settings();
    Execution execution = task.execution();
    return new Properties()
        .add("Exit code", JobPage.exitCode(execution))
        .addHtml("Node", task.placement().map(JobPage::node))
        .add("Retries", retries(execution, settings.constraints().retries()))
        .add("Requeues", execution.requeues())
        .add("Slots", settings.requiredSlots())
        .add("Instances", settings.multiInstance() ? Integer.toString(settings.instances()) : "")
        .add("Time limit", settings.constraints().wallClock().map(Times::text).orElse("none"))
        .html();
  }

  private static String retries(Execution execution, int allowed) {
    return execution.retries() + (allowed < 0 ? ", without limit" : " of " + allowed);
  }

  /** Links to the tasks that it waits for, and ranges of them. */
  private static Html dependencies(Job job, ObjectNode said) {
    List<Html> tasks = new ArrayList<>();
    for (JsonNode id : said.at("/dependsOn/taskIds")) {
      tasks.add(Links.link(id.asText(), Links.task(job.id(), id.asText())));
    }
    for (JsonNode range : said.at("/dependsOn/taskIdRanges")) {
      tasks.add(Html.text(range.path("start").asText() + " to " + range.path("end").asText()));
    }
    if (tasks.isEmpty()) {
      return Html.fragment();
    }
    Html list = Html.tag("p").add("Depends on");
    tasks.stream().limit(DEPENDENCIES).forEach(task -> list.add(" ").add(task));
    return tasks.size() > DEPENDENCIES
        ? list.add(" and " + (tasks.size() - DEPENDENCIES) + " more")
        : list;
  }

  private Html timing(Task task) {
    Times times = view.times();
    Execution execution = task.execution();
    return new Properties()
        .add("Created", times.at(task.created()))
        .addHtml("Started", execution.started().map(times::at))
        .addHtml("Ended", execution.ended().map(times::at))
        .add("Waited", times.span(task.created(), execution.started().or(execution::ended)))
        .add("Ran", JobPage.ran(task, times))
        .addHtml("Last retry", execution.lastRetry().map(times::at))
        .addHtml("Last requeue", execution.lastRequeue().map(times::at))
        .html();
  }

  private static Html environment(Job job, ObjectNode said) {
    Table table = new Table("Environment", "name", "value", "set by");
    add(table, job.settings().environment(), "job");
    add(table, JobSettings.environment(said.path("environmentSettings")), "task");
    return table.orElse("Nothing besides what Batch sets.");
  }

  private static void add(Table table, Map<String, String> variables, String by) {
    variables.forEach(
        (name, value) ->
            table.row(
                Html.tag("code").add(name),
                Html.tag("code").add(Secrets.value(name, value)),
                Html.text(by)));
  }

  private Html subtasks(List<Subtask> subtasks) {
    if (subtasks.isEmpty()) {
      return Html.fragment();
    }
    Table table = new Table("Subtasks", "subtask", "outcome", "node");
    for (Subtask subtask : subtasks) {
      table.row(
          Html.text(Integer.toString(subtask.id())),
          SpecialTask.outcome(subtask.execution()),
          JobPage.node(subtask.placement()));
    }
    return Html.fragment(Html.tag("h2").add("Subtasks"), table.orElse(""));
  }

  private Html json(String job, String task) {
    Map<String, String> names = Map.of("jobId", job, "taskId", task);
    return Optional.of(view.service().answer(Call.reading(Operation.TASK_GET, names)))
        .filter(Answer.Entity.class::isInstance)
        .map(Answer.Entity.class::cast)
        .map(entity -> JsonView.of("As the API shows it", entity.json()))
        .orElseGet(Html::fragment);
  }
}
