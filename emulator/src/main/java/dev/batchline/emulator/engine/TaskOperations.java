package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Preconditions;
import dev.batchline.emulator.model.Subtask;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskJson;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.model.Urls;
import dev.batchline.emulator.model.WireTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users do with tasks. */
final class TaskOperations {

  private static final int MOST_AT_ONCE = 100;

  private final Core core;
  private final Bodies bodies;
  private final TaskLife tasks;
  private final TaskMaker maker;

  TaskOperations(Core core, Bodies bodies, TaskLife tasks, TaskMaker maker) {
    this.core = core;
    this.bodies = bodies;
    this.tasks = tasks;
    this.maker = maker;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.TASK_ADD, this::add);
    handlers.put(Operation.TASK_ADD_COLLECTION, this::addCollection);
    handlers.put(Operation.TASK_LIST, this::list);
    handlers.put(Operation.TASK_GET, this::get);
    handlers.put(Operation.TASK_UPDATE, this::update);
    handlers.put(Operation.TASK_DELETE, this::delete);
    handlers.put(Operation.TASK_TERMINATE, this::terminate);
    handlers.put(Operation.TASK_REACTIVATE, this::reactivate);
    handlers.put(Operation.TASK_LIST_SUBTASKS, this::subtasks);
  }

  private AccountJob job(Call call) {
    return core.account().job(call.name("jobId"));
  }

  private Task find(Call call) {
    return job(call).tasks().find(call.name("taskId")).orElseThrow(ErrorCode.TASK_NOT_FOUND::error);
  }

  /** A task that may be changed. */
  private Task writable(Call call) {
    Task task = find(call);
    Preconditions.forWrite(call.conditions(), task.stamp());
    return task;
  }

  private Reply add(Call call) {
    AccountJob job = job(call);
    TaskMaker.checkOpen(job);
    Task task = maker.add(job, bodies.read("TaskAddParameter", call.body()), Optional.empty());
    return Reply.created(task.stamp(), Urls.task(call.base(), job.job().id(), task.id()));
  }

  /** What became of one task of a collection: added, or refused. */
  private sealed interface Added {
    record Yes(Task task) implements Added {}

    record No(String id, BatchError refusal) implements Added {}
  }

  private Reply addCollection(Call call) {
    AccountJob job = job(call);
    JsonNode sent = bodies.read("TaskAddCollectionParameter", call.body()).path("value");
    if (sent.size() > MOST_AT_ONCE) {
      throw ErrorCode.INVALID_REQUEST_BODY.error(
          Map.of("Reason", "A collection has at most 100 tasks."));
    }
    TaskMaker.checkOpen(job);
    List<Added> results = new ArrayList<>(sent.size());
    for (JsonNode one : sent) {
      results.add(addOne(job, one));
    }
    String jobId = job.job().id();
    return () -> new Answer.Entity(render(results, jobId, call.base()), Optional.empty());
  }

  private Added addOne(AccountJob job, JsonNode sent) {
    try {
      ObjectNode said =
          bodies.read(
              "TaskAddParameter",
              sent instanceof ObjectNode object ? Optional.of(object) : Optional.empty());
      return new Added.Yes(maker.add(job, said, Optional.empty()));
    } catch (BatchError refusal) {
      return new Added.No(sent.path("id").asText(), refusal);
    }
  }

  private static ObjectNode render(List<Added> results, String jobId, String base) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode value = json.putArray("value");
    for (Added result : results) {
      ObjectNode item = value.addObject();
      if (result instanceof Added.Yes yes) {
        item.put("status", "Success")
            .put("taskId", yes.task().id())
            .put("eTag", yes.task().stamp().eTag())
            .put("lastModified", WireTime.text(yes.task().lastModified()))
            .put("location", Urls.task(base, jobId, yes.task().id()));
      } else if (result instanceof Added.No no) {
        item.put("status", "ClientError").put("taskId", no.id());
        ObjectNode error = item.putObject("error").put("code", no.refusal().code());
        error.putObject("message").put("lang", "en-us").put("value", no.refusal().getMessage());
        if (!no.refusal().values().isEmpty()) {
          ArrayNode values = error.putArray("values");
          no.refusal()
              .values()
              .forEach((key, text) -> values.addObject().put("key", key).put("value", text));
        }
      }
    }
    return json;
  }

  private Reply list(Call call) {
    AccountJob job = job(call);
    String jobId = job.job().id();
    Pages<Task> page = Pages.of(job.tasks().all(), call.page(), TaskJson::properties);
    return () -> page.render(task -> TaskJson.render(task, jobId, call.base()));
  }

  private Reply get(Call call) {
    String jobId = job(call).job().id();
    Task task = find(call);
    return () ->
        new Answer.Entity(TaskJson.render(task, jobId, call.base()), Optional.of(task.stamp()));
  }

  private Reply update(Call call) {
    AccountJob job = job(call);
    Task task = writable(call);
    ObjectNode changes = bodies.readOptional("TaskUpdateParameter", call.body());
    if (task.is(TaskState.COMPLETED)) {
      throw ErrorCode.TASK_COMPLETED.error();
    }
    ObjectNode said = task.settings().document().tree();
    said.set("constraints", changes.path("constraints"));
    TaskMaker.inherit(job.job().settings(), said);
    Task changed =
        task.withSettings(TaskSettings.of(said, task.settings().manager()))
            .modified(core.clock().change());
    core.put(job, changed);
    return Reply.done(changed.stamp());
  }

  private Reply delete(Call call) {
    AccountJob job = job(call);
    Task task = writable(call);
    tasks.forget(job, task);
    job.remove(task);
    core.markJob(job);
    return Reply.done();
  }

  private Reply terminate(Call call) {
    AccountJob job = job(call);
    Task task = writable(call);
    if (task.is(TaskState.COMPLETED)) {
      throw ErrorCode.TASK_COMPLETED.error();
    }
    Task touched = task.modified(core.clock().change());
    core.put(job, touched);
    tasks.terminate(job, touched);
    return Reply.done(touched.stamp());
  }

  private Reply reactivate(Call call) {
    AccountJob job = job(call);
    Task task = writable(call);
    TaskMaker.checkOpen(job);
    if (!task.is(TaskState.COMPLETED)) {
      throw ErrorCode.TASK_NOT_COMPLETED.error();
    }
    if (task.execution().succeeded()) {
      throw ErrorCode.TASK_SUCCEEDED.error();
    }
    Task again =
        task.modified(core.clock().change())
            .to(TaskState.ACTIVE, core.clock().now())
            .withExecution(Execution.NONE)
            .withPlacement(Optional.empty());
    core.put(job, again);
    return Reply.done(again.stamp());
  }

  private Reply subtasks(Call call) {
    AccountJob job = job(call);
    List<Subtask> subtasks = job.subtasks().getOrDefault(find(call).key(), List.of());
    return () ->
        new Answer.Listing(
            subtasks.stream().map(one -> one.render(call.base())).toList(), Optional.empty());
  }
}
