package dev.batchline.spec;

import dev.batchline.failure.FailedAttempt;
import dev.batchline.failure.Happening;
import java.util.Set;

/**
 * Which failed attempts a rule is for: those that fit each of its sets; an empty set fits all.
 *
 * @param failures what ended the attempt
 * @param codes Azure's codes
 * @param categories Azure's categories, {@code UserError} or {@code ServerError}
 * @param groups of tasks
 */
public record RetryCondition(
    Set<Integer> exitCodes,
    Set<String> codes,
    Set<String> categories,
    Set<Happening> failures,
    Set<String> groups) {

  public RetryCondition {
    exitCodes = Set.copyOf(exitCodes);
    codes = Set.copyOf(codes);
    categories = Set.copyOf(categories);
    failures = Set.copyOf(failures);
    groups = Set.copyOf(groups);
  }

  /** An exit code counts only where it is what ended the attempt. */
  public boolean fits(FailedAttempt failed) {
    boolean exited =
        failed.happening() == Happening.EXIT_CODE
            && failed.exitCode().isPresent()
            && exitCodes.contains(failed.exitCode().getAsInt());
    return (exitCodes.isEmpty() || exited)
        && fits(codes, failed.code())
        && fits(categories, failed.category())
        && fits(failures, failed.happening())
        && fits(groups, failed.group());
  }

  private static <T> boolean fits(Set<T> wanted, T value) {
    return wanted.isEmpty() || wanted.contains(value);
  }
}
