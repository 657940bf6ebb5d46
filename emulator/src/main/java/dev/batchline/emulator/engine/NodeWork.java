package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeLoad.Occupant;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.util.List;
import java.util.function.BiConsumer;

/** What becomes of that which runs on a node when the node is lost, given up or closed. */
final class NodeWork {

  private final Core core;
  private final TaskLife tasks;
  private final RetainedData retained;

  NodeWork(Core core, TaskLife tasks, RetainedData retained) {
    this.core = core;
    this.tasks = tasks;
    this.retained = retained;
  }

  /** Ends all processes of a node that is lost; nothing hears of their ends. */
  void kill(Node node) {
    List.copyOf(core.commands().onNode(node.key()))
        .forEach(run -> core.commands().kill(run, Reason.LOST, Fate.FORGET));
    core.commands().forgetNode(node.key());
  }

  /** Tasks of a node that is lost run again elsewhere. */
  void requeueLost(Node node) {
    for (Occupant occupant : node.load().running()) {
      withTask(occupant, tasks::requeueLost);
    }
  }

  /** Ends what an option says of a node that is to be given up or restarted; the rest may end. */
  void clear(Node node, DeallocationOption option) {
    if (option == DeallocationOption.RETAINEDDATA) {
      retained.await(NodeKey.of(node));
    } else {
      retained.forget(NodeKey.of(node));
    }
    for (Run run : List.copyOf(core.commands().onNode(node.key()))) {
      if (run.kind() == Kind.START) {
        core.commands().kill(run, Reason.LOST, Fate.FORGET);
      } else if (run.kind() != Kind.TASK && !option.waits()) {
        core.commands().kill(run, Reason.LOST, Fate.COMPLETE);
      }
    }
    clearTasks(node, option);
  }

  /** The same for tasks alone, of a node that goes on without them. */
  void clearTasks(Node node, DeallocationOption option) {
    for (Occupant occupant : node.load().running()) {
      switch (option) {
        case REQUEUE -> withTask(occupant, tasks::requeueByUser);
        case TERMINATE -> withTask(occupant, tasks::terminate);
        case TASKCOMPLETION, RETAINEDDATA -> {}
      }
    }
  }

  private void withTask(Occupant occupant, BiConsumer<AccountJob, Task> action) {
    core.account()
        .findJob(occupant.jobId())
        .ifPresent(
            job ->
                job.tasks()
                    .find(occupant.taskId())
                    .filter(Task::placed)
                    .ifPresent(task -> action.accept(job, task)));
  }
}
