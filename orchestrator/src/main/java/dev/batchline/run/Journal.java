package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.storage.JournalAppender;
import dev.batchline.storage.RunStore;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A run's events as lines of JSON in Storage. */
final class Journal {

  private final JournalAppender appender;

  Journal(JournalAppender appender) {
    this.appender = appender;
  }

  /** Writes events; all of them are in Storage when this returns. */
  void write(List<RunEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (RunEvent event : events) {
      lines.writeBytes(RunJson.line(event));
      lines.write('\n');
    }
    appender.append(lines.toByteArray());
  }

  /** Offers all events of a run's journal in their order. */
  static void replay(RunStore store, Consumer<RunEvent> action) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(store.journal(), StandardCharsets.UTF_8), 1 << 16)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        action.accept(RunJson.event(line));
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
