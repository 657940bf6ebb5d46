package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.model.TaskTotals;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code /view/jobs/JOB}: counts of its tasks, and a hundred of them at a time. */
final class JobPage {

  private static final int ROWS = 100;
  private static final int NODES = 50;

  private final View view;

  JobPage(View view) {
    this.view = view;
  }

  private record Snapshot(
      Job job, TaskTotals totals, Pages<Task> tasks, List<AccountJob.OnNode> nodes) {}

  Screen screen(String id, Query query) {
    TaskFilter filter = TaskFilter.of(query);
    Optional<String> after = Paging.after(query);
    Snapshot seen =
        view.account()
            .read(
                account -> {
                  AccountJob job = account.job(id);
                  return new Snapshot(
                      job.job(),
                      job.tasks().totals(),
                      filter.of(job.tasks().all(), after, ROWS),
                      job.nodes().values().stream().limit(NODES).toList());
                });
    Job job = seen.job();
    String path = Links.job(job.id());
    Html content =
        Html.fragment(
            Html.tag("h1").add("Job ").add(Html.tag("code").add(job.id())),
            Html.tag("p").add(Badge.of(job.state().state())),
            outcome(job),
            counts(path, seen.totals()),
            Html.tag("h2").add("Tasks"),
            filter.form(path),
            tasks(job, seen.tasks().elements(), filter),
            Paging.links(path + "?" + filter.query(), after, seen.tasks().next()),
            nodes(seen),
            configuration(job));
    return new Screen("Job " + job.id(), List.of(Links.link("Overview", "/")), content);
  }

  private Html outcome(Job job) {
    Properties properties =
        new Properties()
            .addHtml("Pool", job.poolId().map(pool -> Links.link(pool, Links.pool(pool))))
            .addHtml(
                "Job schedule",
                job.schedule()
                    .map(from -> Links.link(from.scheduleId(), Links.schedule(from.scheduleId()))))
            .add("Created", view.times().at(job.created()))
            .addHtml("Ended", job.outcome().ended().map(view.times()::at))
            .add(
                job.outcome().ended().isPresent() ? "Took" : "Age",
                view.times().span(job.created(), job.outcome().ended()))
            .add("Ended because of", job.outcome().terminateReason().orElse(""));
    Html error =
        job.outcome()
            .schedulingError()
            .map(
                e ->
                    Html.tag("p")
                        .looks("error")
                        .add(Badge.FAILED.saying(e.code()))
                        .add(" " + e.message()))
            .orElseGet(Html::fragment);
    return Html.fragment(error, properties.html());
  }

  private static Html counts(String path, TaskTotals totals) {
    Html list = Html.tag("ul").looks("tiles");
    list.add(
        count(path, "all", TaskBar.all(totals)),
        count(path, "active", totals.active()),
        count(path, "running", totals.running()),
        count(path, "succeeded", totals.succeeded()),
        count(path, "failed", totals.failed()));
    return Html.fragment(TaskBar.bar(totals), list);
  }

  private static Html count(String path, String state, int number) {
    return Html.tag("li")
        .add(
            Html.tag("a")
                .attribute("href", path + "?state=" + state)
                .add(
                    Html.tag("strong").add(Numbers.grouped(number)),
                    Html.tag("span").add(state.equals("all") ? "tasks" : state)));
  }

  private Html tasks(Job job, List<Task> tasks, TaskFilter filter) {
    Times times = view.times();
    Table table =
        new Table(
            "Tasks", "task", "state", "exit code", "failure", "started", "ran", "retries", "node");
    for (Task task : tasks) {
      Execution execution = task.execution();
      table.row(
          Links.link(task.id(), Links.task(job.id(), task.id())),
          Badge.of(task),
          Html.text(exitCode(execution)),
          Html.text(execution.failure().map(failure -> failure.code()).orElse("")),
          times.at(execution.started()),
          Html.tag("span").looks("whole").add(ran(task, times)),
          Html.text(execution.retries() == 0 ? "" : Integer.toString(execution.retries())),
          task.placement().map(JobPage::node).orElseGet(Html::fragment));
    }
    return table.orElse(filter.wantsAll() ? "No tasks." : "No tasks like that.");
  }

  static String exitCode(Execution execution) {
    OptionalInt code = execution.exitCode();
    return code.isPresent() ? Integer.toString(code.getAsInt()) : "";
  }

  /** How long the last run took, or takes until now. */
  static String ran(Task task, Times times) {
    boolean over = task.is(TaskState.COMPLETED) || task.is(TaskState.RUNNING);
    return task.execution()
        .started()
        .filter(started -> over)
        .map(started -> times.span(started, task.execution().ended()))
        .orElse("");
  }

  static Html node(Task.Placement on) {
    return Links.link(HeatMap.shortId(on.nodeId()), Links.node(on.poolId(), on.nodeId()))
        .attribute("title", on.nodeId());
  }

  private Html nodes(Snapshot seen) {
    if (seen.nodes().isEmpty() || seen.job().settings().preparation().isEmpty()) {
      return Html.fragment();
    }
    Table table = new Table("Preparation and release", "node", "preparation", "", "release", "");
    for (AccountJob.OnNode on : seen.nodes()) {
      String node = Links.node(on.poolId(), on.nodeId());
      table.row(
          Links.link(HeatMap.shortId(on.nodeId()), node).attribute("title", on.nodeId()),
          SpecialTask.outcome(on.preparation()),
          output(seen.job(), node, seen.job().settings().preparation().map(task -> task.id())),
          on.release().map(SpecialTask::outcome).orElseGet(Html::fragment),
          output(
              seen.job(),
              node,
              on.release().flatMap(r -> seen.job().settings().release()).map(task -> task.id())));
    }
    return Html.fragment(Html.tag("h2").add("Preparation and release"), table.orElse(""));
  }

  /** A link to what a preparation or release task printed. */
  private static Html output(Job job, String node, Optional<String> task) {
    return task.map(
            id ->
                Links.link("output", Links.file(node, job.directory() + "/" + id + "/stdout.txt")))
        .orElseGet(Html::fragment);
  }

  private static Html configuration(Job job) {
    ObjectNode said = job.settings().document().tree();
    int parallel = job.settings().maxParallelTasks();
    Properties properties =
        new Properties()
            .add("Priority", job.settings().priority())
            .add("Tasks at once", parallel < 0 ? "any number" : Integer.toString(parallel))
            .add("Dependencies", job.settings().dependencies() ? "yes" : "no")
            .add("On all tasks complete", said.path("onAllTasksComplete").asText())
            .add("On task failure", said.path("onTaskFailure").asText())
            .add("Time limit", job.settings().wallClock().map(Times::text).orElse("none"))
            .add("Preparation task", said.at("/jobPreparationTask/commandLine").asText())
            .add("Release task", said.at("/jobReleaseTask/commandLine").asText())
            .add("Manager task", said.at("/jobManagerTask/commandLine").asText());
    return Html.fragment(
        Html.tag("h2").add("Configuration"),
        properties.html(),
        JsonView.of("All of it, as JSON", said));
  }
}
