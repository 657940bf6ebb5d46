package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.storage.RunStore;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads a journal that grows, line by line, each line once; a line that has no end yet waits. */
final class JournalReading {

  private static final int BUFFER = 1 << 16;

  private final RunStore store;
  private long position;

  JournalReading(RunStore store) {
    this.store = store;
  }

  /** Offers the events that were written since the last time, in their order. */
  void goOn(Consumer<RunEvent> action) {
    try (InputStream bytes = new BufferedInputStream(store.journal(position), BUFFER)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      for (int next = bytes.read(); next >= 0; next = bytes.read()) {
        if (next != '\n') {
          line.write(next);
          continue;
        }
        position += line.size() + 1L;
        action.accept(RunJson.event(line.toString(StandardCharsets.UTF_8)));
        line.reset();
      }
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE,
          "read the journal of run " + store.id(),
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "Try again: what is there is safe.",
          e);
    }
  }
}
