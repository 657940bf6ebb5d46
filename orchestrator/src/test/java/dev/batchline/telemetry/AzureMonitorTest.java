package dev.batchline.telemetry;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.RunException;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers of Azure Monitor as its documentation has them. */
class AzureMonitorTest {

  private static final String ACCOUNT =
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/acct";
  private static final String METRICS = ACCOUNT + "/providers/Microsoft.Insights/metrics";
  private static final Instant FROM = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-20T10:05:00Z");

  private final WireMockServer monitor =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() {
    monitor.start();
    environment.put("AZURE_BATCH_RESOURCE_ID", ACCOUNT);
    environment.put("AZURE_MONITOR_METRICS_ENDPOINT", monitor.baseUrl());
    environment.put("AZURE_MONITOR_LOGS_ENDPOINT", monitor.baseUrl() + "/v1");
  }

  @AfterEach
  void stop() {
    monitor.stop();
  }

  @Test
  void nodesAreGaugesAndEventsAreTotalsAndMissingValuesAreNotZero() {
    monitor.stubFor(
        get(urlPathEqualTo(METRICS))
            .withQueryParam("metricnames", containing("RunningNodeCount"))
            .withQueryParam("aggregation", equalTo("Average,Maximum"))
            .willReturn(
                okJson(
                    metric(
                        "RunningNodeCount",
                        """
                        {"timeStamp": "2026-11-20T10:00:00Z", "average": 3.0, "maximum": 3.0},
                        {"timeStamp": "2026-11-20T10:01:00Z", "average": 4.0, "maximum": 5.0},
                        {"timeStamp": "2026-11-20T10:02:00Z"}
                        """))));
    monitor.stubFor(
        get(urlPathEqualTo(METRICS))
            .withQueryParam("metricnames", containing("TaskFailEvent"))
            .withQueryParam("aggregation", equalTo("Total"))
            .withQueryParam("$filter", equalTo("jobId eq 'job-1'"))
            .willReturn(okJson(metric("TaskFailEvent", ""))));

    Telemetry telemetry = read();

    assertThat(telemetry.series())
        .extracting(Series::metric, Series::aggregation, series -> series.points().size())
        .containsExactly(
            tuple("RunningNodeCount", "Average", 2), tuple("RunningNodeCount", "Maximum", 2));
    assertThat(telemetry.summaries())
        .containsExactly(
            new Summary(
                "Azure Monitor metrics", "the account", "RunningNodeCount", "count", 3.5, 5, 2));
    assertThat(telemetry.notices())
        .containsExactly(
            "Azure Monitor metrics: no data (yet) for TaskFailEvent; the last three minutes come"
                + " late");
    monitor.verify(
        2,
        getRequestedFor(urlPathEqualTo(METRICS))
            .withQueryParam("interval", equalTo("PT1M"))
            .withoutHeader("Authorization"));
  }

  @Test
  void aRefusalBecomesANoticeAndNoFailure() {
    monitor.stubFor(
        get(urlPathEqualTo(METRICS))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        "{\"error\": {\"code\": \"InsufficientAccessError\", \"message\": \"m\"}}")));

    assertThat(read().notices())
        .containsExactly("Azure Monitor metrics: could not be read, HTTP status 403");
  }

  @Test
  void withoutTheAccountsIdMetricsAreNotAsked() {
    environment.remove("AZURE_BATCH_RESOURCE_ID");

    assertThat(read().notices())
        .containsExactly("Azure Monitor metrics: not asked, AZURE_BATCH_RESOURCE_ID is not set");
  }

  @Test
  void countersOfTheMonitorAgentAreReadFromTheWorkspace() {
    environment.remove("AZURE_BATCH_RESOURCE_ID");
    environment.put("AZURE_MONITOR_WORKSPACE_ID", "w1");
    monitor.stubFor(
        post(urlPathEqualTo("/v1/workspaces/w1/query"))
            .withRequestBody(containing("% Processor Time"))
            .willReturn(
                okJson(
                    """
                    {"tables": [{"name": "PrimaryResult", "columns": [
                      {"name": "Computer", "type": "string"},
                      {"name": "Metric", "type": "string"},
                      {"name": "Time", "type": "datetime"},
                      {"name": "Value", "type": "real"}],
                     "rows": [
                      ["vm-1", "CPU", "2026-11-20T10:00:00Z", 73.25],
                      ["vm-1", "CPU", "2026-11-20T10:01:00.1234567Z", "NaN"],
                      ["vm-1", "CPU", "2026-11-20T10:02:00Z", null],
                      ["vm-1", "MEMORY_USED", "2026-11-20T10:00:00Z", 1048576]]}],
                     "error": {"code": "PartialError", "message": "m"}}
                    """)));

    Telemetry telemetry = read();

    assertThat(telemetry.summaries())
        .containsExactly(
            new Summary("Azure Monitor logs (Perf)", "vm-1", "CPU", "percent", 73.25, 73.25, 1),
            new Summary(
                "Azure Monitor logs (Perf)", "vm-1", "memory used", "bytes", 1048576, 1048576, 1));
    assertThat(telemetry.notices())
        .contains("Azure Monitor logs (Perf): only a part was answered (PartialError)");
  }

  @Test
  void anEmptyWorkspaceIsNoData() {
    environment.remove("AZURE_BATCH_RESOURCE_ID");
    environment.put("AZURE_MONITOR_WORKSPACE_ID", "w1");
    monitor.stubFor(
        post(urlPathEqualTo("/v1/workspaces/w1/query")).willReturn(aResponse().withStatus(204)));

    assertThat(read().notices()).contains("Azure Monitor logs (Perf): no data");
  }

  @Test
  void anEndpointInTheClearIsOnlyForThisMachine() {
    environment.put("AZURE_MONITOR_LOGS_ENDPOINT", "http://logs.example/v1");

    assertThatThrownBy(this::read).isInstanceOf(RunException.class).hasMessageContaining("https");
  }

  private Telemetry read() {
    MonitorSettings settings =
        MonitorSettings.fromEnvironment(
            environment,
            () -> {
              throw new AssertionError("no token is needed on this machine");
            });
    return new AzureMonitor(settings).read(List.of("job-1"), FROM, TO).telemetry(FROM, TO);
  }

  private static String metric(String name, String data) {
    return """
        {"cost": 59, "timespan": "2026-11-20T10:00:00Z/2026-11-20T10:05:00Z", "interval": "PT1M",
         "namespace": "Microsoft.Batch/batchAccounts", "resourceregion": "westeurope", "value": [
          {"id": "%s/%s", "type": "Microsoft.Insights/metrics",
           "name": {"value": "%s", "localizedValue": "n"}, "unit": "Count", "timeseries": [
            {"metadatavalues": [], "data": [%s]}], "errorCode": "Success"}]}
        """
        .formatted(METRICS, name, name, data);
  }
}
