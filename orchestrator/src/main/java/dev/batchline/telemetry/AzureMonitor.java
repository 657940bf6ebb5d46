package dev.batchline.telemetry;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Asks Azure Monitor about a run; what it can't or won't tell becomes a notice. */
public final class AzureMonitor {

  private static final int NO_CONTENT = 204;

  private final MonitorSettings settings;

  public AzureMonitor(MonitorSettings settings) {
    this.settings = settings;
  }

  /**
   * Never throws for what Azure Monitor does: a run whose work is done does not fail because nobody
   * could be asked how busy its nodes were.
   *
   * @param jobs ids of the run's Batch jobs
   */
  public Parts read(List<String> jobs, Instant from, Instant to) {
    Parts parts = new Parts();
    settings
        .batchResourceId()
        .ifPresentOrElse(
            resource ->
                parts.include(
                    tolerating(
                        AccountMetrics.SOURCE,
                        () -> new AccountMetrics(settings, resource).read(jobs, from, to))),
            () ->
                parts.notice(
                    AccountMetrics.SOURCE + ": not asked, AZURE_BATCH_RESOURCE_ID is not set"));
    settings
        .workspaceId()
        .ifPresent(
            workspace ->
                parts.include(
                    tolerating(
                        PerfTable.SOURCE,
                        () -> new PerfTable(settings, workspace).read(from, to))));
    return parts;
  }

  private static Parts tolerating(String source, Supplier<Parts> read) {
    try {
      return read.get();
    } catch (RuntimeException e) {
      Parts parts = new Parts();
      parts.notice(source + ": " + reason(e));
      return parts;
    }
  }

  /** By type and status: messages of the SDK may hold what was sent. */
  private static String reason(RuntimeException thrown) {
    if (thrown instanceof ClientAuthenticationException) {
      return "could not be read, signing in failed";
    }
    if (thrown instanceof HttpResponseException refused && refused.getResponse() != null) {
      int status = refused.getResponse().getStatusCode();
      return status == NO_CONTENT ? "no data" : "could not be read, HTTP status " + status;
    }
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return "could not be read, " + cause.getClass().getSimpleName();
  }
}
