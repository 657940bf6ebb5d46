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
    JobSettings of = job.job().settings();
    check(of, said);
    if (job.tasks().find(said.path("id").asText()).isPresent()) {
      throw ErrorCode.TASK_EXISTS.error();
    }
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

  /**
   * Checks a task of a job that need not be there yet.
   *
   * @throws dev.batchline.emulator.model.BatchError if the job can't have it
   */
  void check(JobSettings job, ObjectNode said) {
    String id = said.path("id").asText();
    TaskRules.check(job, said);
    FileRules.check(said, core.settings());
    UserRules.check(said);
    if (job.preparation().filter(task -> task.id().equalsIgnoreCase(id)).isPresent()) {
      throw ErrorCode.TASK_ID_OF_PREPARATION.error();
    }
    if (job.release().filter(task -> task.id().equalsIgnoreCase(id)).isPresent()) {
      throw ErrorCode.TASK_ID_OF_RELEASE.error();
    }
    packages.check(PackageReference.all(said.path("applicationPackageReferences")), false);
  }

  /** What a task doesn't say about retries, its job does. */
  static void inherit(JobSettings job, ObjectNode task) {
    if (task.get("constraints") instanceof ObjectNode constraints
        && !constraints.has("maxTaskRetryCount")) {
      constraints.put("maxTaskRetryCount", job.taskRetries());
    }
  }
}
