package dev.batchline.emulator.monitor;

import dev.batchline.emulator.model.AccountEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last events of the account, oldest first; any thread may call. */
final class EventLog {

  private static final int MOST = 50_000;

  private final Deque<AccountEvent> events = new ArrayDeque<>();

  synchronized void add(AccountEvent event) {
    if (events.size() == MOST) {
      events.removeFirst();
    }
    events.addLast(event);
  }

  synchronized List<AccountEvent> events() {
    return List.copyOf(events);
  }
}
