package dev.batchline.emulator.state;

import java.io.IOException;

/** A directory can't be used as state, and what somebody could do about that. */
public final class StateException extends IOException {

  StateException(String reason, String hint) {
    super(reason + ". " + hint);
  }
}
