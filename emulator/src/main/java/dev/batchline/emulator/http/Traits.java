package dev.batchline.emulator.http;

import static dev.batchline.emulator.http.odata.PropertyKind.CHOICE;
import static dev.batchline.emulator.http.odata.PropertyKind.FLAG;
import static dev.batchline.emulator.http.odata.PropertyKind.NUMBER;
import static dev.batchline.emulator.http.odata.PropertyKind.PREFIX;
import static dev.batchline.emulator.http.odata.PropertyKind.TEXT;
import static dev.batchline.emulator.http.odata.PropertyKind.TIME;

import dev.batchline.emulator.http.odata.PropertyKind;
import dev.batchline.emulator.model.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How an operation's answer looks and what its list can be asked for; the tables of the service's
 * own documentation.
 *
 * @param metadata what follows {@code $metadata#} in {@code odata.metadata}
 * @param largestPage of a list
 * @param filterable properties that $filter may name
 */
record Traits(String metadata, int largestPage, Map<String, PropertyKind> filterable) {

  private static final String ENTITIES = "Microsoft.Azure.Batch.Protocol.Entities.";

  private static final Map<String, PropertyKind> POOLS =
      Map.ofEntries(
          Map.entry("id", TEXT),
          Map.entry("state", CHOICE),
          Map.entry("stateTransitionTime", TIME),
          Map.entry("allocationState", CHOICE),
          Map.entry("allocationStateTransitionTime", TIME),
          Map.entry("creationTime", TIME),
          Map.entry("lastModified", TIME),
          Map.entry("enableAutoScale", FLAG),
          Map.entry("enableInterNodeCommunication", FLAG),
          Map.entry("vmSize", CHOICE));
  private static final Map<String, PropertyKind> JOBS_OF_SCHEDULE =
      Map.of(
          "state", CHOICE,
          "stateTransitionTime", TIME,
          "creationTime", TIME,
          "lastModified", TIME,
          "executionInfo/startTime", TIME,
          "executionInfo/endTime", TIME,
          "executionInfo/poolId", TEXT);
  private static final Map<String, PropertyKind> JOBS = with(JOBS_OF_SCHEDULE, "id", TEXT);
  private static final Map<String, PropertyKind> JOB_SCHEDULES =
      Map.of(
          "id", TEXT,
          "state", CHOICE,
          "stateTransitionTime", TIME,
          "creationTime", TIME,
          "lastModified", TIME,
          "schedule/doNotRunUntil", TIME,
          "schedule/doNotRunAfter", TIME,
          "executionInfo/endTime", TIME);
  private static final Map<String, PropertyKind> TASKS =
      Map.of(
          "id", TEXT,
          "state", CHOICE,
          "stateTransitionTime", TIME,
          "creationTime", TIME,
          "lastModifiedTime", TIME,
          "executionInfo/startTime", TIME,
          "executionInfo/endTime", TIME,
          "executionInfo/exitCode", NUMBER,
          "executionInfo/result", CHOICE);
  private static final Map<String, PropertyKind> NODES =
      Map.of(
          "state", CHOICE,
          "stateTransitionTime", TIME,
          "lastBootTime", TIME,
          "allocationTime", TIME,
          "startTaskInfo/state", CHOICE,
          "startTaskInfo/result", CHOICE,
          "startTaskInfo/exitCode", NUMBER,
          "startTaskInfo/startTime", TIME,
          "startTaskInfo/endTime", TIME);
  private static final Map<String, PropertyKind> IMAGES =
      Map.of("osType", CHOICE, "verificationType", CHOICE, "nodeAgentSKUId", CHOICE);
  private static final Map<String, PropertyKind> PREPARATION_AND_RELEASE =
      Map.ofEntries(
          Map.entry("poolId", TEXT),
          Map.entry("nodeId", TEXT),
          Map.entry("jobPreparationTaskExecutionInfo/state", CHOICE),
          Map.entry("jobPreparationTaskExecutionInfo/startTime", TIME),
          Map.entry("jobPreparationTaskExecutionInfo/endTime", TIME),
          Map.entry("jobPreparationTaskExecutionInfo/exitCode", NUMBER),
          Map.entry("jobPreparationTaskExecutionInfo/result", CHOICE),
          Map.entry("jobReleaseTaskExecutionInfo/state", CHOICE),
          Map.entry("jobReleaseTaskExecutionInfo/startTime", TIME),
          Map.entry("jobReleaseTaskExecutionInfo/endTime", TIME),
          Map.entry("jobReleaseTaskExecutionInfo/exitCode", NUMBER),
          Map.entry("jobReleaseTaskExecutionInfo/result", CHOICE));
  private static final Map<String, PropertyKind> BY_POOL = Map.of("poolId", CHOICE);

  /** Operations that answer no DataServiceId though they change something, as recorded. */
  private static final Set<Operation> WITHOUT_DATA_SERVICE_ID =
      Set.of(
          Operation.TASK_ADD_COLLECTION,
          Operation.TASK_REACTIVATE,
          Operation.COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS);

  static Traits of(Operation operation) {
    return switch (operation) {
      case APPLICATION_LIST -> list("listapplicationsummariesresponses", Map.of());
      case APPLICATION_GET -> entity("getapplicationsummaryresponse/@Element");
      case POOL_LIST_USAGE_METRICS -> list("poolusagemetrics", BY_POOL);
      case ACCOUNT_LIST_SUPPORTED_IMAGES -> list("supportedimages", IMAGES);
      case ACCOUNT_LIST_POOL_NODE_COUNTS -> new Traits("poolnodecounts", 10, BY_POOL);
      case CERTIFICATE_LIST -> list("certificates", Map.of());
      case CERTIFICATE_GET -> entity("certificates/@Element");
      case FILE_LIST_FROM_TASK, FILE_LIST_FROM_COMPUTE_NODE ->
          list("files", Map.of("name", PREFIX));
      case JOB_SCHEDULE_LIST -> list("jobschedules", JOB_SCHEDULES);
      case JOB_SCHEDULE_GET -> entity("jobschedules/@Element");
      case JOB_LIST -> list("jobs", JOBS);
      case JOB_LIST_FROM_JOB_SCHEDULE -> list("jobs", JOBS_OF_SCHEDULE);
      case JOB_GET -> entity("jobs/@Element");
      case JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS ->
          list("jobpreparationandreleasetaskstatuslist", PREPARATION_AND_RELEASE);
      case JOB_GET_TASK_COUNTS -> entity("taskcountsresult/@Element");
      case POOL_LIST -> list("pools", POOLS);
      case POOL_GET -> entity("pools/@Element");
      case POOL_EVALUATE_AUTO_SCALE -> entity(ENTITIES + "AutoScaleRun");
      case TASK_LIST -> list("tasks", TASKS);
      case TASK_GET -> entity("tasks/@Element");
      case TASK_LIST_SUBTASKS -> list("subtaskinfo", Map.of());
      case TASK_ADD_COLLECTION -> entity("taskaddresult");
      case COMPUTE_NODE_LIST -> list("nodes", NODES);
      case COMPUTE_NODE_GET -> entity("nodes/@Element");
      case JOB_GET_ALL_LIFETIME_STATISTICS -> entity("jobstats/@Element");
      case POOL_GET_ALL_LIFETIME_STATISTICS -> entity("poolstats/@Element");
      case COMPUTE_NODE_EXTENSION_LIST -> list("extensions", Map.of());
      case COMPUTE_NODE_EXTENSION_GET -> entity("extensions/@Element");
      case COMPUTE_NODE_GET_REMOTE_LOGIN_SETTINGS -> entity(ENTITIES + "RemoteLoginSettings");
      case COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS ->
          entity(ENTITIES + "UploadBatchServiceLogsResult");
      default -> entity("");
    };
  }

  static boolean hasDataServiceId(Operation operation) {
    return Set.of("POST", "PUT", "PATCH").contains(operation.verb())
        && !WITHOUT_DATA_SERVICE_ID.contains(operation);
  }

  private static Traits list(String metadata, Map<String, PropertyKind> filterable) {
    return new Traits(metadata, 1000, filterable);
  }

  private static Traits entity(String metadata) {
    return new Traits(metadata, 1000, Map.of());
  }

  private static Map<String, PropertyKind> with(
      Map<String, PropertyKind> properties, String name, PropertyKind kind) {
    Map<String, PropertyKind> more = new HashMap<>(properties);
    more.put(name, kind);
    return Map.copyOf(more);
  }
}
