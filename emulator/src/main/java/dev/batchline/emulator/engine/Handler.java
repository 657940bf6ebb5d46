package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Call;

/** Does what a call asks for, in the engine's thread. */
@FunctionalInterface
interface Handler {

  /**
   * @throws dev.batchline.emulator.model.BatchError when the call can't be done
   */
  Reply handle(Call call);
}
