package dev.batchline.emulator.monitor;

import dev.batchline.emulator.model.AccountEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The one table that there is: {@code AzureDiagnostics}, with the resource logs of the account in
 * those of its columns that the emulator knows.
 */
final class LogTable {

  static final String NAME = "AzureDiagnostics";
  static final String TIME = "TimeGenerated";
  static final List<String> COLUMNS =
      List.of(
          TIME,
          "ResourceProvider",
          "Category",
          "OperationName",
          "id_s",
          "jobId_s",
          "nodeInfo_poolId_s");

  /** One entry; every column but the time is a string, empty where the event has none. */
  record Row(Instant time, Map<String, String> values) {

    String value(String column) {
      return column.equals(TIME) ? time.toString() : values.getOrDefault(column, "");
    }
  }

  private LogTable() {}

  static Row row(AccountEvent event) {
    String id =
        switch (event.kind().subject()) {
          case POOL -> event.poolId().orElse("");
          case JOB -> event.jobId().orElse("");
          case TASK -> event.taskId().orElse("");
        };
    boolean task = event.kind().subject() == AccountEvent.Subject.TASK;
    return new Row(
        event.at(),
        Map.of(
            "ResourceProvider",
            "MICROSOFT.BATCH",
            "Category",
            "ServiceLog",
            "OperationName",
            event.kind().eventName(),
            "id_s",
            id,
            "jobId_s",
            task ? event.jobId().orElse("") : "",
            "nodeInfo_poolId_s",
            task ? event.poolId().orElse("") : ""));
  }
}
