package dev.batchline.base;

import java.util.Objects;
import java.util.Optional;
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
  private final String code;
  private final Optional<RunId> run;

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
    this(blame, action, reason, hint, cause, "", Optional.empty());
  }

  private RunException(
      Blame blame,
      String action,
      String reason,
      String hint,
      @Nullable Throwable cause,
      String code,
      Optional<RunId> run) {
    super("could not " + action + ": " + reason, cause);
    this.run = run;
    this.code = code;
    this.blame = Objects.requireNonNull(blame);
    this.action = Objects.requireNonNull(action);
    this.reason = Objects.requireNonNull(reason);
    this.hint = Objects.requireNonNull(hint);
  }

  /** The same, with the service's own code for what is wrong. */
  public RunException withCode(String serviceCode) {
    return new RunException(blame, action, reason, hint, getCause(), serviceCode, run);
  }

  /** The same, as what kept a run from going on that has a record. */
  public RunException of(RunId kept) {
    RunException same =
        new RunException(blame, action, reason, hint, getCause(), code, Optional.of(kept));
    same.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      same.addSuppressed(suppressed);
    }
    return same;
  }

  /** The run that it kept from going on; it can be attached to. */
  public Optional<RunId> run() {
    return run;
  }

  /** The service's own code for what is wrong, or empty. */
  public String code() {
    return code;
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
