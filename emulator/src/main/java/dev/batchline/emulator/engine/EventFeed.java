package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.AccountEvent.Kind;
import dev.batchline.emulator.model.AllocationState;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import java.util.Map;
import java.util.function.Consumer;

/** Tells Azure Monitor what happens, by comparing what is with what was. */
final class EventFeed {

  /** What is told of a job that enters a state. */
  private static final Map<JobState, Kind> JOB_STATES =
      Map.of(
          JobState.TERMINATING, Kind.JOB_TERMINATE_START,
          JobState.COMPLETED, Kind.JOB_TERMINATE_COMPLETE,
          JobState.DELETING, Kind.JOB_DELETE_START,
          JobState.DISABLING, Kind.JOB_DISABLE_START,
          JobState.DISABLED, Kind.JOB_DISABLE_COMPLETE);

  private final Consumer<AccountEvent> events;
  private final EngineClock clock;

  EventFeed(Consumer<AccountEvent> events, EngineClock clock) {
    this.events = events;
    this.clock = clock;
  }

  void pool(Kind kind, Pool pool) {
    events.accept(AccountEvent.ofPool(kind, clock.now(), pool.id()));
  }

  void job(Kind kind, Job job) {
    events.accept(AccountEvent.ofJob(kind, clock.now(), job.id()));
  }

  void changed(Pool before, Pool after) {
    if (before.active() && !after.active()) {
      pool(Kind.POOL_DELETE_START, after);
    }
    if (!steady(before) && steady(after)) {
      pool(Kind.POOL_RESIZE_COMPLETE, after);
    }
  }

  private static boolean steady(Pool pool) {
    return pool.sizing().allocation().state() == AllocationState.STEADY;
  }

  void changed(Job before, Job after) {
    JobState state = after.state().state();
    Kind kind = JOB_STATES.get(state);
    if (kind != null && !before.is(state)) {
      job(kind, after);
    }
  }

  void changed(Job job, Task before, Task after) {
    TaskState was = before.state().state();
    TaskState is = after.state().state();
    if (was == is) {
      return;
    }
    switch (is) {
      case ACTIVE -> requeued(was, job, after);
      case RUNNING -> task(Kind.TASK_START, job, after);
      case COMPLETED -> {
        task(Kind.TASK_COMPLETE, job, after);
        if (!after.execution().succeeded()) {
          task(Kind.TASK_FAIL, job, after);
        }
      }
      case PREPARING -> {}
    }
  }

  /** A completed task that is reactivated isn't requeued; it was off its node already. */
  private void requeued(TaskState was, Job job, Task task) {
    if (was != TaskState.COMPLETED) {
      task(Kind.TASK_REQUEUE, job, task);
    }
  }

  private void task(Kind kind, Job job, Task task) {
    events.accept(AccountEvent.ofTask(kind, clock.now(), job.poolId(), job.id(), task.id()));
  }
}
