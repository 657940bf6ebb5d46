package dev.batchline.emulator.model;

import java.util.function.Function;

/** Lets any thread look at the account, all of it as it is at one moment. */
public interface AccountReader {

  /**
   * Asks a question and returns its answer.
   *
   * @param question is asked by the engine's thread, which does nothing else meanwhile: it must be
   *     quick, change nothing, and hand out immutable things alone
   * @throws BatchError when the question throws it, as {@link Account} does for what isn't there
   */
  <T> T read(Function<Account, T> question);
}
