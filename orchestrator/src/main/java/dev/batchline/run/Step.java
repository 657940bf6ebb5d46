package dev.batchline.run;

import java.time.Instant;
import java.util.List;

/** What is to be done next. */
public sealed interface Step {

  /** Hand these to the target. */
  record Submit(List<Tries> tries) implements Step {
    public Submit {
      tries = List.copyOf(tries);
    }
  }

  /** Write these decisions down; nothing else is done. */
  record Decide(List<RunEvent> decisions) implements Step {
    public Decide {
      decisions = List.copyOf(decisions);
    }
  }

  /** Take these nodes out of their pools. */
  record TakeOut(List<RunEvent.TakingOut> nodes) implements Step {
    public TakeOut {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Create a pool again that somebody has deleted.
   *
   * @param place its number
   */
  record CreateAgain(int place) implements Step {}

  /** Look at the target. */
  record Observe() implements Step {}

  /** Nothing is to be done before this time. */
  record WaitUntil(Instant until) implements Step {}

  /**
   * The run is over.
   *
   * @param status a final one
   * @param reason one sentence
   */
  record Finish(RunStatus status, String reason) implements Step {}
}
