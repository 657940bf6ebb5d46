package dev.batchline.telemetry;

import com.azure.monitor.query.LogsQueryClient;
import com.azure.monitor.query.LogsQueryClientBuilder;
import com.azure.monitor.query.models.LogsQueryResult;
import com.azure.monitor.query.models.LogsQueryResultStatus;
import com.azure.monitor.query.models.LogsTableCell;
import com.azure.monitor.query.models.LogsTableRow;
import com.azure.monitor.query.models.QueryTimeInterval;
import dev.batchline.telemetry.Telemetry.Point;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the nodes' counters that the Azure Monitor agent wrote to a Log Analytics workspace.
 *
 * <p>Only accounts in user subscription mode can have the agent on their nodes. The table knows
 * machines and no Batch nodes, so its series carry the machine's name.
 */
final class PerfTable {

  static final String SOURCE = "Azure Monitor logs (Perf)";

  /** Linux calls it "Logical Disk" and Windows "LogicalDisk"; both say the total differently. */
  private static final String QUERY =
      """
      Perf
      | where _ResourceId has "/virtualmachinescalesets/"
      | extend Object = replace_string(ObjectName, " ", "")
      | extend Metric = case(
          Object startswith "Processor" and CounterName == "%% Processor Time"
            and InstanceName in~ ("_Total", "total"), "CPU",
          Object =~ "Memory" and CounterName == "Used Memory MBytes", "MEMORY_USED",
          Object =~ "LogicalDisk" and CounterName == "Disk Read Bytes/sec"
            and InstanceName !in~ ("_Total", "total"), "DISK_READ",
          Object =~ "LogicalDisk" and CounterName == "Disk Write Bytes/sec"
            and InstanceName !in~ ("_Total", "total"), "DISK_WRITTEN", "")
      | where isnotempty(Metric)
      | summarize Value = avg(CounterValue)
          by Computer, Metric, InstanceName, Time = bin(TimeGenerated, %s)
      | summarize Value = sum(Value) by Computer, Metric, Time
      | extend Value = iff(Metric == "MEMORY_USED", Value * 1048576, Value)
      | order by Computer asc, Metric asc, Time asc
      """;

  private static final double INTERVALS = 300;

  private record Key(String computer, NodeMetric metric) {}

  private final LogsQueryClient client;
  private final String workspace;

  PerfTable(MonitorSettings settings, String workspace) {
    LogsQueryClientBuilder builder = new LogsQueryClientBuilder();
    settings.logsEndpoint().ifPresent(endpoint -> builder.endpoint(endpoint.toString()));
    settings.credentialFor(settings.logsEndpoint()).ifPresent(builder::credential);
    this.client = builder.buildClient();
    this.workspace = workspace;
  }

  /**
   * @throws RuntimeException of the SDK when Azure Monitor refuses or can't be reached
   */
  Parts read(Instant from, Instant to) {
    Parts parts = new Parts();
    long minutes =
        (long) Math.ceil((to.getEpochSecond() - from.getEpochSecond()) / 60.0 / INTERVALS);
    LogsQueryResult result =
        client.queryWorkspace(
            workspace,
            QUERY.formatted(Math.max(1, minutes) + "m"),
            new QueryTimeInterval(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)));
    if (result.getQueryResultStatus() != LogsQueryResultStatus.SUCCESS) {
      String code = result.getError() == null ? "unknown" : result.getError().getCode();
      parts.notice(SOURCE + ": only a part was answered (" + code + ")");
    }
    Map<Key, List<Point>> byKey = points(result);
    if (byKey.isEmpty()) {
      parts.notice(SOURCE + ": no data");
    }
    byKey.forEach((key, points) -> add(key, points, parts));
    return parts;
  }

  private static Map<Key, List<Point>> points(LogsQueryResult result) {
    Map<Key, List<Point>> byKey = new LinkedHashMap<>();
    for (LogsTableRow row : result.getTable().getRows()) {
      Double value = row.getColumnValue("Value").map(LogsTableCell::getValueAsDouble).orElse(null);
      if (value != null && !value.isNaN()) {
        byKey
            .computeIfAbsent(
                new Key(text(row, "Computer"), NodeMetric.valueOf(text(row, "Metric"))),
                key -> new ArrayList<>())
            .add(
                new Point(
                    row.getColumnValue("Time").orElseThrow().getValueAsDateTime().toInstant(),
                    value));
      }
    }
    return byKey;
  }

  private static String text(LogsTableRow row, String column) {
    return row.getColumnValue(column).map(LogsTableCell::getValueAsString).orElse("");
  }

  private static void add(Key key, List<Point> points, Parts parts) {
    NodeMetric metric = key.metric();
    parts.add(new Series(SOURCE, key.computer(), metric.label(), metric.unit(), "Average", points));
    parts.add(
        new Summary(
            SOURCE,
            key.computer(),
            metric.label(),
            metric.unit(),
            points.stream().mapToDouble(Point::value).average().orElseThrow(),
            points.stream().mapToDouble(Point::value).max().orElseThrow(),
            points.size()));
  }
}
