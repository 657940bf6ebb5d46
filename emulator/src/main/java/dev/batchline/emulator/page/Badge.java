package dev.batchline.emulator.page;

import dev.batchline.emulator.model.AllocationState;
import dev.batchline.emulator.model.JobScheduleState;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.PoolState;
import dev.batchline.emulator.model.Task;

/** A state as a word with a sign before it; the colour says nothing that they don't. */
enum Badge {
  WAITING("…", "waiting"),
  RUNNING("▶", "running"),
  SUCCEEDED("✓", "succeeded"),
  FAILED("✕", "failed"),
  ENDING("◌", "ending"),
  QUIET("–", "quiet");

  private final String sign;
  private final String looks;

  Badge(String sign, String looks) {
    this.sign = sign;
    this.looks = looks;
  }

  Html saying(String word) {
    return Html.tag("span")
        .looks("badge " + looks)
        .add(Html.tag("span").attribute("aria-hidden", "true").add(sign))
        .add(" " + word);
  }

  static Html of(Task task) {
    return switch (task.state().state()) {
      case ACTIVE -> WAITING.saying("active");
      case PREPARING -> WAITING.saying("preparing");
      case RUNNING -> RUNNING.saying("running");
      case COMPLETED ->
          task.execution().succeeded()
              ? SUCCEEDED.saying("completed")
              : FAILED.saying("completed, failed");
    };
  }

  static Html of(JobState state) {
    return badge(state).saying(state.wire());
  }

  private static Badge badge(JobState state) {
    return switch (state) {
      case ACTIVE, ENABLING -> RUNNING;
      case DISABLING, TERMINATING, DELETING -> ENDING;
      case DISABLED -> QUIET;
      case COMPLETED -> SUCCEEDED;
    };
  }

  static Html of(JobScheduleState state) {
    return badge(state).saying(state.wire());
  }

  private static Badge badge(JobScheduleState state) {
    return switch (state) {
      case ACTIVE -> RUNNING;
      case DISABLED -> QUIET;
      case TERMINATING, DELETING -> ENDING;
      case COMPLETED -> SUCCEEDED;
    };
  }

  static Html of(PoolState state, AllocationState allocation) {
    if (state == PoolState.DELETING) {
      return ENDING.saying(state.wire());
    }
    return switch (allocation) {
      case STEADY -> SUCCEEDED.saying("steady");
      case RESIZING -> WAITING.saying("resizing");
      case STOPPING -> ENDING.saying("stopping");
    };
  }
}
