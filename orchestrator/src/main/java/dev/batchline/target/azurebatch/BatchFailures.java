package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.ErrorCategory;
import com.microsoft.azure.batch.protocol.models.NameValuePair;
import com.microsoft.azure.batch.protocol.models.TaskExecutionInformation;
import com.microsoft.azure.batch.protocol.models.TaskExecutionResult;
import com.microsoft.azure.batch.protocol.models.TaskFailureInformation;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import dev.batchline.target.Outcome.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.joda.time.DateTime;
import org.joda.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a completed Batch task ended: by its {@code result} and codes, never by a text.
 *
 * <p>An exit code of 0 proves nothing: when the upload of outputs fails, the result is a failure
 * and the exit code is still 0.
 */
final class BatchFailures {

  static final String EXIT_CODE = "FailureExitCode";
  static final String ENDED = "TaskEnded";

  /** Details of a failure that are worth a word, their signatures cut off. */
  private static final Set<String> TOLD =
      Set.of("FilePath", "FilePattern", "HttpUrl", "BlobSource", "AdditionalErrorCode", "Reason");

  private static final Pattern QUERY_OF_URL =
      Pattern.compile("(https?://[^\\s?\"']+)\\?[^\\s\"'),]*");

  /** The kill after a time limit comes a moment later; a clock may round it away. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private BatchFailures() {}

  /**
   * @param task completed, with its {@code executionInfo}, {@code nodeInfo} and {@code constraints}
   */
  static Outcome outcome(CloudTask task) {
    TaskExecutionInformation info = task.executionInfo();
    Optional<Execution> execution = execution(task);
    if (info == null) {
      return new Outcome.Failed(
          FailureKind.SERVICE, OptionalInt.empty(), "Unknown", "no execution is known", execution);
    }
    if (info.result() == TaskExecutionResult.SUCCESS) {
      return new Outcome.Succeeded(execution);
    }
    OptionalInt exitCode =
        info.exitCode() == null ? OptionalInt.empty() : OptionalInt.of(info.exitCode());
    @Nullable TaskFailureInformation failure = info.failureInfo();
    String code = failure == null || failure.code() == null ? EXIT_CODE : failure.code();
    return new Outcome.Failed(
        kind(code, exitCode, task),
        exitCode,
        code,
        message(failure, exitCode),
        execution,
        category(failure));
  }

  private static String category(@Nullable TaskFailureInformation failure) {
    return failure == null || failure.category() == null
        ? ""
        : failure.category() == ErrorCategory.USER_ERROR ? "UserError" : "ServerError";
  }

  private static FailureKind kind(String code, OptionalInt exitCode, CloudTask task) {
    if (ENDED.equals(code)) {
      return timeLimitPassed(task) ? FailureKind.TIME_LIMIT : FailureKind.TERMINATED;
    }
    if (EXIT_CODE.equals(code)) {
      return exitCode.isEmpty() ? FailureKind.SERVICE : FailureKind.EXIT_CODE;
    }
    return FailurePolicy.ofAttempt(code)
        .map(row -> FailureKind.of(row.happening()))
        .orElse(FailureKind.SERVICE);
  }

  /**
   * Batch has one code for a task that someone ended and for one that ran out of its own time; the
   * time it ran tells them apart.
   */
  private static boolean timeLimitPassed(CloudTask task) {
    TaskExecutionInformation info = task.executionInfo();
    @Nullable Period limit =
        task.constraints() == null ? null : task.constraints().maxWallClockTime();
    if (limit == null || info.startTime() == null || info.endTime() == null) {
      return false;
    }
    Duration ran = Duration.between(instant(info.startTime()), instant(info.endTime()));
    Duration allowed = Duration.ofMillis(limit.toStandardDuration().getMillis());
    return ran.plus(TOLERANCE).compareTo(allowed) >= 0;
  }

  /** An attempt whose inputs did not reach its node never began there, and still was there. */
  private static Optional<Execution> execution(CloudTask task) {
    TaskExecutionInformation info = task.executionInfo();
    if (info == null
        || info.endTime() == null
        || task.nodeInfo() == null
        || task.nodeInfo().nodeId() == null) {
      return Optional.empty();
    }
    Instant end = instant(info.endTime());
    if (info.startTime() == null
        && info.failureInfo() != null
        && ENDED.equals(info.failureInfo().code())) {
      return Optional.empty();
    }
    Instant start = info.startTime() == null ? end : instant(info.startTime());
    return Optional.of(new Execution(task.nodeInfo().nodeId(), start, end));
  }

  private static String message(@Nullable TaskFailureInformation failure, OptionalInt exitCode) {
    String text =
        failure == null || failure.message() == null
            ? "the program ended" + (exitCode.isPresent() ? " with " + exitCode.getAsInt() : "")
            : withDetails(failure.message(), failure);
    return withoutSignatures(text) + NodeScript.meaningOf(exitCode);
  }

  /** Code, message and details of a failure in one line. */
  static String told(@Nullable TaskFailureInformation failure) {
    return failure == null
        ? "no reason is known"
        : withoutSignatures(
            withDetails(
                failure.code() + (failure.message() == null ? "" : ": " + failure.message()),
                failure));
  }

  private static String withDetails(String text, TaskFailureInformation failure) {
    List<NameValuePair> details = failure.details() == null ? List.of() : failure.details();
    String facts =
        details.stream()
            .filter(detail -> TOLD.contains(detail.name()))
            .map(detail -> detail.name() + " " + detail.value())
            .collect(Collectors.joining(", "));
    String line = text.lines().findFirst().orElse("");
    return facts.isEmpty() ? line : line + " (" + facts + ")";
  }

  /** A signed URL is a secret; what identifies the blob comes before the question mark. */
  static String withoutSignatures(String text) {
    return QUERY_OF_URL.matcher(text).replaceAll("$1");
  }

  static Instant instant(DateTime time) {
    return Instant.ofEpochMilli(time.getMillis());
  }
}
