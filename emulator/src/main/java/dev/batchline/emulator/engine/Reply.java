package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Stamp;
import java.util.Optional;

/**
 * What the engine's thread found out for a call. The answer is made of it by the thread that asked,
 * from immutable values, so that JSON and files cost the engine nothing.
 */
@FunctionalInterface
interface Reply {

  Answer render();

  /** Done, and nothing to tell. */
  static Reply done() {
    return () -> new Answer.Done(Optional.empty(), Optional.empty());
  }

  static Reply done(Stamp stamp) {
    return () -> new Answer.Done(Optional.of(stamp), Optional.empty());
  }

  static Reply created(Stamp stamp, String location) {
    return () -> new Answer.Done(Optional.of(stamp), Optional.of(location));
  }
}
