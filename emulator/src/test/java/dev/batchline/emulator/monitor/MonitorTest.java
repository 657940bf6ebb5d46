package dev.batchline.emulator.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import com.azure.monitor.query.LogsQueryClient;
import com.azure.monitor.query.LogsQueryClientBuilder;
import com.azure.monitor.query.MetricsClient;
import com.azure.monitor.query.MetricsClientBuilder;
import com.azure.monitor.query.MetricsQueryClient;
import com.azure.monitor.query.MetricsQueryClientBuilder;
import com.azure.monitor.query.models.AggregationType;
import com.azure.monitor.query.models.LogsBatchQuery;
import com.azure.monitor.query.models.LogsBatchQueryResultCollection;
import com.azure.monitor.query.models.LogsTableRow;
import com.azure.monitor.query.models.MetricDefinition;
import com.azure.monitor.query.models.MetricNamespace;
import com.azure.monitor.query.models.MetricResult;
import com.azure.monitor.query.models.MetricValue;
import com.azure.monitor.query.models.MetricsQueryOptions;
import com.azure.monitor.query.models.MetricsQueryResourcesOptions;
import com.azure.monitor.query.models.MetricsQueryResult;
import com.azure.monitor.query.models.QueryTimeInterval;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.EmulatorServer;
import dev.batchline.emulator.http.Extras;
import dev.batchline.emulator.http.HttpSettings;
import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.AccountEvent.Kind;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real client of Azure Monitor reads from us. */
class MonitorTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final String RESOURCE =
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/batchline";
  private static final QueryTimeInterval TEN_MINUTES =
      new QueryTimeInterval(
          OffsetDateTime.parse("2026-11-20T10:00Z"), OffsetDateTime.parse("2026-11-20T10:10Z"));

  private final ManualTime time = new ManualTime(START);
  private final Monitor monitor = new Monitor("batchline", time);
  private EmulatorServer server;
  private MetricsQueryClient metrics;
  private LogsQueryClient logs;

  private static Answer answer(Call call) {
    return switch (call.operation()) {
      case POOL_LIST -> list("{\"id\":\"p\",\"vmSize\":\"standard_d4s_v5\"}");
      case ACCOUNT_LIST_POOL_NODE_COUNTS ->
          list(
              "{\"poolId\":\"p\",\"dedicated\":{\"idle\":2,\"running\":1,\"total\":3},"
                  + "\"lowPriority\":{\"running\":1,\"total\":1}}");
      default -> throw new IllegalArgumentException(call.operation().id());
    };
  }

  private static Answer list(String json) {
    try {
      return new Answer.Listing(
          List.of((ObjectNode) new ObjectMapper().readTree(json)), Optional.empty());
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    BatchService service = MonitorTest::answer;
    AccountKey key = new AccountKey("batchline", "a2V5");
    server =
        EmulatorServer.start(
            new HttpSettings(0, key, Set.of()),
            service,
            new Extras(monitor.endpoints(), Faults.NONE),
            time);
    String endpoint = "http://127.0.0.1:" + server.port();
    metrics = new MetricsQueryClientBuilder().endpoint(endpoint).buildClient();
    logs = new LogsQueryClientBuilder().endpoint(endpoint + "/v1").buildClient();
  }

  @AfterEach
  void stop() {
    monitor.close();
    server.close();
  }

  private MetricResult query(String metric, MetricsQueryOptions options) {
    return metrics
        .queryResourceWithResponse(
            RESOURCE, List.of(metric), options.setTimeInterval(TEN_MINUTES), Context.NONE)
        .getValue()
        .getMetrics()
        .get(0);
  }

  private static List<MetricValue> points(MetricResult metric) {
    return metric.getTimeSeries().get(0).getValues();
  }

  private void taskEvent(Kind kind, String pool, String job, String task) {
    monitor.accept(AccountEvent.ofTask(kind, time.now(), Optional.of(pool), job, task));
  }

  @Test
  void nodesAndCoresAreSampledFromTheService() {
    monitor.watch(MonitorTest::answer);
    MetricsQueryOptions options =
        new MetricsQueryOptions()
            .setAggregations(AggregationType.AVERAGE, AggregationType.MAXIMUM)
            .setGranularity(Duration.ofMinutes(1));

    await()
        .untilAsserted(
            () -> {
              MetricValue first = points(query("RunningNodeCount", options)).get(0);
              assertThat(first.getAverage()).isEqualTo(2);
            });

    assertThat(points(query("CoreCount", options)).get(0).getMaximum()).isEqualTo(12);
    assertThat(points(query("LowPriorityCoreCount", options)).get(0).getMaximum()).isEqualTo(4);
    assertThat(points(query("TotalNodeCount", options)).get(0).getMaximum()).isEqualTo(3);
    assertThat(points(query("IdleNodeCount", options)).get(0).getMaximum()).isEqualTo(2);
  }

  @Test
  void aMissingSampleIsNoZero() {
    List<MetricValue> points =
        points(
            query(
                "TotalNodeCount",
                new MetricsQueryOptions().setAggregations(AggregationType.AVERAGE)));

    assertThat(points).hasSize(10).allSatisfy(point -> assertThat(point.getAverage()).isNull());
  }

  @Test
  void eventsAreCountedByMinute() {
    taskEvent(Kind.TASK_START, "p", "j", "t1");
    taskEvent(Kind.TASK_START, "p", "j", "t2");
    time.advance(Duration.ofMinutes(2));
    taskEvent(Kind.TASK_START, "p", "j", "t3");

    List<MetricValue> points =
        points(
            query(
                "TaskStartEvent",
                new MetricsQueryOptions().setAggregations(AggregationType.COUNT)));

    assertThat(points).extracting(MetricValue::getCount).startsWith(2.0, 0.0, 1.0, null);
    assertThat(points.get(2).getTimeStamp()).isEqualTo(OffsetDateTime.parse("2026-11-20T10:02Z"));
  }

  @Test
  void aFilterSplitsEventsByPoolAndJob() {
    taskEvent(Kind.TASK_FAIL, "p1", "j1", "t");
    taskEvent(Kind.TASK_FAIL, "p1", "j2", "t");
    taskEvent(Kind.TASK_FAIL, "p2", "j3", "t");
    MetricsQueryOptions options =
        new MetricsQueryOptions()
            .setAggregations(AggregationType.TOTAL)
            .setFilter("poolId eq 'p1' and jobId eq '*'");

    MetricResult result = query("TaskFailEvent", options);

    assertThat(result.getTimeSeries())
        .extracting(series -> new TreeMap<>(series.getMetadata()).toString())
        .containsExactlyInAnyOrder("{jobid=j1, poolid=p1}", "{jobid=j2, poolid=p1}");
  }

  @Test
  void severalMetricsComeTogetherAndTheSpanIsRepeated() {
    MetricsQueryResult result =
        metrics
            .queryResourceWithResponse(
                RESOURCE.substring(1),
                List.of("IdleNodeCount", "taskcompleteevent"),
                new MetricsQueryOptions().setTimeInterval(TEN_MINUTES),
                Context.NONE)
            .getValue();

    assertThat(result.getMetrics())
        .extracting(MetricResult::getMetricName)
        .containsExactly("IdleNodeCount", "TaskCompleteEvent");
    assertThat(result.getNamespace()).isEqualTo("Microsoft.Batch/batchAccounts");
    assertThat(result.getGranularity()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void definitionsAndNamespacesAreListed() {
    assertThat(metrics.listMetricDefinitions(RESOURCE))
        .hasSize(34)
        .filteredOn(definition -> definition.getName().equals("TaskFailEvent"))
        .singleElement()
        .extracting(MetricDefinition::getDimensions)
        .asString()
        .contains("poolId", "jobId");
    assertThat(metrics.listMetricNamespaces(RESOURCE, OffsetDateTime.parse("2026-11-20T00:00Z")))
        .extracting(MetricNamespace::getFullyQualifiedName)
        .containsExactly("Microsoft.Batch/batchAccounts");
  }

  @ParameterizedTest
  @CsvSource({"CpuPercent, ''", "TaskFailEvent, nodeId eq 'n'", "IdleNodeCount, poolId eq 'p'"})
  void whatIsNotThereIsRefused(String metric, String filter) {
    MetricsQueryOptions options = new MetricsQueryOptions();
    if (!filter.isEmpty()) {
      options.setFilter(filter);
    }

    assertThatThrownBy(() -> query(metric, options))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            error -> assertThat(error.getResponse().getStatusCode()).isEqualTo(400));
  }

  @Test
  void anotherAccountIsNotFound() {
    assertThatThrownBy(() -> metrics.queryResource(RESOURCE + "2", List.of("IdleNodeCount")))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            error -> assertThat(error.getResponse().getStatusCode()).isEqualTo(404));
  }

  private List<LogsTableRow> rows(String query) {
    return logs.queryWorkspace("w", query, TEN_MINUTES).getTable().getRows();
  }

  @Test
  void eventsAreInTheLogs() {
    taskEvent(Kind.TASK_START, "p", "j", "t1");
    time.advance(Duration.ofMinutes(1));
    taskEvent(Kind.TASK_FAIL, "p", "j", "t1");
    monitor.accept(AccountEvent.ofPool(Kind.POOL_CREATE, time.now(), "p"));

    List<LogsTableRow> rows =
        rows(
            "AzureDiagnostics | where ResourceProvider == \"MICROSOFT.BATCH\" and jobId_s == 'j'"
                + " | where OperationName in (\"TaskStartEvent\", \"TaskFailEvent\")"
                + " | order by TimeGenerated desc | take 1 | project TimeGenerated, id_s, OperationName");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getColumnValue("OperationName").orElseThrow().getValueAsString())
        .isEqualTo("TaskFailEvent");
    assertThat(rows.get(0).getColumnValue("TimeGenerated").orElseThrow().getValueAsDateTime())
        .isEqualTo(OffsetDateTime.parse("2026-11-20T10:01Z"));
    assertThat(rows("AzureDiagnostics | where TimeGenerated > ago(30s)")).hasSize(2);
    assertThat(
            rows("AzureDiagnostics\n| count")
                .get(0)
                .getColumnValue("Count")
                .orElseThrow()
                .getValueAsLong())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Perf | take 2",
        "",
        "AzureDiagnostics | summarize count() by jobId_s",
        "AzureDiagnostics | where jobId_s has 'x'",
        "AzureDiagnostics | where nothing == 'x'",
        "AzureDiagnostics | where jobId_s == 5",
        "AzureDiagnostics | where TimeGenerated > yesterday()",
        "AzureDiagnostics | where TimeGenerated > ago(x)",
        "AzureDiagnostics | take some",
        "AzureDiagnostics | project a = id_s",
        "AzureDiagnostics take 5",
        "AzureDiagnostics | count | take 1",
        "AzureDiagnostics; print 1",
      })
  void aQueryOutsideTheSubsetIsRefused(String query) {
    assertThatThrownBy(() -> rows(query))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            error -> {
              assertThat(error.getResponse().getStatusCode()).isEqualTo(400);
              assertThat(error.getMessage()).contains("BadArgumentError");
            });
  }

  private MetricsClient batchClient() {
    return new MetricsClientBuilder().endpoint("http://127.0.0.1:" + server.port()).buildClient();
  }

  @Test
  void metricsOfTheAccountComeInABatchToo() {
    taskEvent(Kind.TASK_FAIL, "p1", "j1", "t");
    taskEvent(Kind.TASK_FAIL, "p2", "j2", "t");

    MetricsQueryResult result =
        batchClient()
            .queryResourcesWithResponse(
                List.of(RESOURCE),
                List.of("TaskFailEvent"),
                "Microsoft.Batch/batchAccounts",
                new MetricsQueryResourcesOptions()
                    .setTimeInterval(TEN_MINUTES)
                    .setAggregations(List.of(AggregationType.TOTAL))
                    .setFilter("poolId eq 'p1'"),
                Context.NONE)
            .getValue()
            .getMetricsQueryResults()
            .get(0);

    assertThat(result.getMetrics().get(0).getMetricName()).isEqualTo("TaskFailEvent");
    assertThat(points(result.getMetrics().get(0)).get(0).getTotal()).isEqualTo(1);
    assertThat(result.getGranularity()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aBatchForAnotherAccountIsNotFound() {
    assertThatThrownBy(
            () ->
                batchClient()
                    .queryResources(
                        List.of(RESOURCE + "2"),
                        List.of("IdleNodeCount"),
                        "Microsoft.Batch/batchAccounts"))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            error -> assertThat(error.getResponse().getStatusCode()).isEqualTo(404));
  }

  @Test
  void eachQueryOfABatchOfLogsHasItsOwnAnswer() {
    taskEvent(Kind.TASK_START, "p", "j", "t1");
    LogsBatchQuery queries = new LogsBatchQuery();
    String good = queries.addWorkspaceQuery("w", "AzureDiagnostics | count", TEN_MINUTES);
    String bad = queries.addWorkspaceQuery("w", "Perf | take 2", TEN_MINUTES);

    LogsBatchQueryResultCollection results = logs.queryBatch(queries);

    assertThat(results.getResult(good).getTable().getAllTableCells().get(0).getValueAsLong())
        .isEqualTo(1);
    assertThat(results.getResult(bad).getError().getCode()).isEqualTo("BadArgumentError");
  }
}
