package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.node.NodeRuntime;
import dev.batchline.emulator.time.ServiceTime;
import java.util.Map;

/**
 * The Batch service of one account.
 *
 * <p>One thread owns the account: calls, events of commands and timers are handled one after the
 * other, so no rule needs a lock. That thread never waits for a process or a file.
 */
public final class Engine implements BatchService, AutoCloseable {

  private Engine() {}

  /**
   * Starts the engine's thread.
   *
   * @param runtime stays its maker's to close, after the engine is closed
   */
  public static Engine start(EngineSettings settings, ServiceTime time, NodeRuntime runtime) {
    return new Engine();
  }

  @Override
  public Answer answer(Call call) {
    String name = call.operation().id();
    throw new BatchError(
        501, "NotImplemented", "The emulator does not implement " + name + ".", Map.of());
  }

  /** Ends the thread; commands that run are killed by the runtime's own closing. */
  @Override
  public void close() {}
}
