package dev.batchline.base;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure told as a sentence: <i>could not (action): (reason)</i>, and what to do next.
 *
 * <p>The message never holds a secret: whoever builds one passes ids and URLs without their query.
 */
public final class RunException extends RuntimeException {

  private final Blame blame;
  private final String action;
  private final String reason;
  private final String hint;

  /**
   * @param action what was tried, as an infinitive: "create pool risk-1"
   * @param reason why it failed, without a full stop
   * @param hint what to do next, a whole sentence, or empty
   */
  public RunException(Blame blame, String action, String reason, String hint) {
    this(blame, action, reason, hint, null);
  }

  public RunException(
      Blame blame, String action, String reason, String hint, @Nullable Throwable cause) {
    super("could not " + action + ": " + reason, cause);
    this.blame = Objects.requireNonNull(blame);
    this.action = Objects.requireNonNull(action);
    this.reason = Objects.requireNonNull(reason);
    this.hint = Objects.requireNonNull(hint);
  }

  public Blame blame() {
    return blame;
  }

  public String action() {
    return action;
  }

  public String reason() {
    return reason;
  }

  /** What the reader can do next; empty when there is nothing to advise. */
  public String hint() {
    return hint;
  }
}
