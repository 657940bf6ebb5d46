package dev.batchline.telemetry;

import com.azure.core.credential.TokenCredential;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where Azure Monitor is asked, and about what.
 *
 * <p>Tokens go to https only. An http endpoint must be on this machine, and is called without one.
 *
 * @param batchResourceId the account's ARM id, {@code
 *     /subscriptions/…/providers/Microsoft.Batch/batchAccounts/…}; without it there are no metrics
 * @param metricsEndpoint instead of Azure's own
 * @param logsEndpoint instead of Azure's own, with {@code /v1}
 * @param workspaceId of the Log Analytics workspace whose {@code Perf} table has the nodes'
 *     counters
 */
public record MonitorSettings(
    Optional<String> batchResourceId,
    Optional<URI> metricsEndpoint,
    Optional<URI> logsEndpoint,
    Optional<String> workspaceId,
    Supplier<TokenCredential> credential) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public MonitorSettings {
    metricsEndpoint.ifPresent(MonitorSettings::check);
    logsEndpoint.ifPresent(MonitorSettings::check);
  }

  /**
   * @param environment of the process
   * @param credential asked for when a call needs a token
   */
  public static MonitorSettings fromEnvironment(
      Map<String, String> environment, Supplier<TokenCredential> credential) {
    return new MonitorSettings(
        value(environment, "AZURE_BATCH_RESOURCE_ID"),
        value(environment, "AZURE_MONITOR_METRICS_ENDPOINT").map(MonitorSettings::url),
        value(environment, "AZURE_MONITOR_LOGS_ENDPOINT").map(MonitorSettings::url),
        value(environment, "AZURE_MONITOR_WORKSPACE_ID"),
        credential);
  }

  /** The credential to use with an endpoint, none for one on this machine without https. */
  Optional<TokenCredential> credentialFor(Optional<URI> endpoint) {
    return endpoint.isPresent() && "http".equals(endpoint.get().getScheme())
        ? Optional.empty()
        : Optional.of(credential.get());
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
  }

  private static void check(URI endpoint) {
    boolean loopback =
        endpoint.getHost() != null
            && LOOPBACK.contains(endpoint.getHost().toLowerCase(Locale.ROOT));
    if (endpoint.getHost() == null
        || !("https".equals(endpoint.getScheme())
            || ("http".equals(endpoint.getScheme()) && loopback))) {
      throw wrong(endpoint.toString());
    }
  }

  private static RunException wrong(String endpoint) {
    return new RunException(
        Blame.USER,
        "connect to Azure Monitor",
        "\"" + endpoint + "\" is not an https URL",
        "Correct AZURE_MONITOR_METRICS_ENDPOINT or AZURE_MONITOR_LOGS_ENDPOINT, or leave them out.");
  }
}
