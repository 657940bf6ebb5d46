package dev.batchline.base;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a run, such as {@code risk-report-20261121-060001-k3f9}.
 *
 * <p>At most 52 characters of {@code [a-z0-9-]}, begun and ended by a letter or digit, without two
 * hyphens in a row: with the prefix {@code batchline-} it is a valid name of a container, and as it
 * is of a Batch pool and job.
 */
public record RunId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST = 52;

  public RunId {
    if (!isOne(value)) {
      throw new RunException(
          Blame.USER,
          "use \"" + value + "\" as a run's id",
          "ids are at most " + LONGEST + " lower-case letters, digits and single hyphens",
          "List the runs there are with: batchline runs");
    }
  }

  /** The id that a name found somewhere is; empty for what others have put there. */
  public static Optional<RunId> found(String name) {
    return isOne(name) ? Optional.of(new RunId(name)) : Optional.empty();
  }

  private static boolean isOne(String value) {
    return value.length() <= LONGEST && FORM.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
