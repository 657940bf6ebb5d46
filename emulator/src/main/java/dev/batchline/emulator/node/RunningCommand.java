package dev.batchline.emulator.node;

/** A command that was started and may still run. */
public interface RunningCommand {

  /**
   * Kills the command's whole process tree, or stops its staging; its {@link CommandEvent.Ended}
   * follows. Nothing happens if it has ended.
   */
  void kill(Reason reason);

  /** Why a command is killed. */
  enum Reason {
    /**
     * By a request of a user or the end of its job: TaskEnded, outputs for failure are uploaded.
     */
    ENDED,
    /** Its node goes away, or it is requeued: nothing is uploaded. */
    LOST
  }
}
