package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.PackageReference;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.model.Transition;
import java.time.Instant;
import java.util.Optional;

/** Makes tasks. */
final class TaskMaker {

  private final Core core;
  private final Packages packages;

  TaskMaker(Core core) {
    this.core = core;
    this.packages = new Packages(core.settings().resources().applications());
  }

  /** Checks that a job takes tasks. */
  static void checkOpen(AccountJob job) {
    switch (job.job().state().state()) {
      case COMPLETED -> throw ErrorCode.JOB_COMPLETED.error();
      case TERMINATING -> throw ErrorCode.JOB_BEING_TERMINATED.error();
      case DELETING -> throw ErrorCode.JOB_BEING_DELETED.error();
      case ACTIVE, DISABLING, DISABLED, ENABLING -> {}
    }
  }

  /**
   * Adds a task to a job.
   *
   * @param said body of a request after {@link dev.batchline.emulator.model.Bodies}
   */
  Task add(AccountJob job, ObjectNode said, Optional<TaskSettings.Manager> manager) {
    String id = said.path("id").asText();
    JobSettings of = job.job().settings();
    if (job.tasks().find(id).isPresent()) {
      throw ErrorCode.TASK_EXISTS.error();
    }
    if (of.preparation().filter(task -> task.id().equalsIgnoreCase(id)).isPresent()) {
      throw ErrorCode.TASK_ID_OF_PREPARATION.error();
    }
    if (of.release().filter(task -> task.id().equalsIgnoreCase(id)).isPresent()) {
      throw ErrorCode.TASK_ID_OF_RELEASE.error();
    }
    TaskRules.check(of, said);
    FileRules.check(said, core.settings());
    packages.check(PackageReference.all(said.path("applicationPackageReferences")), false);
    inherit(of, said);
    Instant now = core.clock().change();
    Task task =
        new Task(
            TaskSettings.of(said, manager),
            job.tasks().nextSequence(),
            now,
            now,
            Transition.first(TaskState.ACTIVE, now),
            Execution.NONE,
            Optional.empty(),
            false);
    job.tasks().add(task);
    core.markJob(job);
    return task;
  }

  /** What a task doesn't say about retries, its job does. */
  static void inherit(JobSettings job, ObjectNode task) {
    if (task.get("constraints") instanceof ObjectNode constraints
        && !constraints.has("maxTaskRetryCount")) {
      constraints.put("maxTaskRetryCount", job.taskRetries());
    }
  }
}
