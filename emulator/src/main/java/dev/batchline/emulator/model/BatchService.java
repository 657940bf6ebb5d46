package dev.batchline.emulator.model;

/** The Batch service without its transport: what HTTP threads ask, and the engine answers. */
public interface BatchService {

  /**
   * Does what a call asks for and answers when it is done; any thread may call.
   *
   * @throws BatchError with the service's own code when the call can't be done
   */
  Answer answer(Call call);
}
