package dev.batchline.target.azurebatch;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.azure.batch.protocol.models.BatchError;
import com.microsoft.azure.batch.protocol.models.BatchErrorDetail;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.Happening;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A call to Batch that did not succeed: what the service answered, or that it did not.
 *
 * <p>Stays within this package; {@link BatchErrors} tells it to people.
 */
final class BatchProblem extends RuntimeException {

  /** The service was not reached, or its answer was lost on the way. */
  static final int NO_ANSWER = 0;

  /** No token or a connection that can't be trusted: nothing was sent. */
  static final int NOT_SENT = -1;

  private static final Set<Integer> THROTTLING = Set.of(429, 503);

  private final int status;
  private final String code;
  private final String text;
  private final Map<String, String> details;
  private final Headers headers;

  private BatchProblem(
      int status,
      String code,
      String text,
      Map<String, String> details,
      Headers headers,
      Throwable cause) {
    super(code + ": " + text, cause);
    this.status = status;
    this.code = code;
    this.text = text;
    this.details = details;
    this.headers = headers;
  }

  /**
   * @param thrown by a call of the SDK
   * @throws RuntimeException the same one if it is a defect and tells nothing of the service
   */
  static BatchProblem of(RuntimeException thrown) {
    if (thrown instanceof BatchErrorException refused) {
      return answered(refused);
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return silent(NOT_SENT, "Interrupted", cause, thrown);
      }
      if (cause instanceof ClientAuthenticationException || cause instanceof SSLException) {
        return silent(NOT_SENT, "NotSent", cause, thrown);
      }
      if (cause instanceof IOException) {
        return silent(NO_ANSWER, "NoAnswer", cause, thrown);
      }
    }
    throw thrown;
  }

  private static BatchProblem answered(BatchErrorException refused) {
    int status = refused.response().code();
    Headers headers = refused.response().headers();
    @Nullable BatchError body = refused.body();
    if (body == null || body.code() == null) {
      return new BatchProblem(
          status, "Http" + status, "HTTP status " + status, Map.of(), headers, refused);
    }
    String text = body.message() == null ? "" : firstLine(body.message().value());
    Map<String, String> details = new LinkedHashMap<>();
    for (BatchErrorDetail detail :
        body.values() == null ? List.<BatchErrorDetail>of() : body.values()) {
      details.put(String.valueOf(detail.key()), String.valueOf(detail.value()));
    }
    return new BatchProblem(status, body.code(), text, details, headers, refused);
  }

  private static BatchProblem silent(int status, String code, Throwable cause, Throwable thrown) {
    String text = cause.getClass().getSimpleName() + ": " + firstLine(cause.getMessage());
    return new BatchProblem(status, code, text, Map.of(), Headers.of(), thrown);
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("").strip();
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** What the service says, one line, without ids of the request. */
  String text() {
    return text;
  }

  /** Further facts of the answer, such as {@code PropertyName} and {@code Reason}. */
  Map<String, String> details() {
    return details;
  }

  boolean isOneOf(Set<String> codes) {
    return codes.contains(code);
  }

  /** Whether the same call may succeed a little later. */
  boolean passes() {
    String answer = status == NO_ANSWER ? "noAnswer" : String.valueOf(status);
    return FailurePolicy.row(Happening.ANSWER, answer).action() == Action.RETRY;
  }

  /** Whether the service asks all of us to slow down. */
  boolean throttles() {
    return THROTTLING.contains(status);
  }

  /** How long the service wants to be left alone. */
  Optional<Duration> retryAfter() {
    String seconds = headers.get("Retry-After");
    return seconds != null && seconds.matches("[0-9]{1,5}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }

  /** The service's own time when it answered. */
  Optional<Instant> serviceTime() {
    String date = headers.get("Date");
    try {
      return date == null
          ? Optional.empty()
          : Optional.of(
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
