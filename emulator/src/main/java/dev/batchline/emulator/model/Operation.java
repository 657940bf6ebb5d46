package dev.batchline.emulator.model;

/**
 * Every operation of the Batch REST API, version 2024-07-01.20.0, and those of versions since
 * 2022-10-01.16.0 that are gone in it: verb, path, and the status that the service answers on
 * success.
 *
 * <p>Names are those of the API's own description ({@code Pool_Add} is {@code POOL_ADD}).
 */
public enum Operation {
  APPLICATION_LIST("Application_List", "GET", "/applications", 200),
  APPLICATION_GET("Application_Get", "GET", "/applications/{applicationId}", 200),
  POOL_LIST_USAGE_METRICS("Pool_ListUsageMetrics", "GET", "/poolusagemetrics", 200),
  ACCOUNT_LIST_SUPPORTED_IMAGES("Account_ListSupportedImages", "GET", "/supportedimages", 200),
  ACCOUNT_LIST_POOL_NODE_COUNTS("Account_ListPoolNodeCounts", "GET", "/nodecounts", 200),
  CERTIFICATE_ADD("Certificate_Add", "POST", "/certificates", 201),
  CERTIFICATE_LIST("Certificate_List", "GET", "/certificates", 200),
  CERTIFICATE_CANCEL_DELETION(
      "Certificate_CancelDeletion",
      "POST",
      "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})/canceldelete",
      204),
  CERTIFICATE_DELETE(
      "Certificate_Delete",
      "DELETE",
      "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})",
      202),
  CERTIFICATE_GET(
      "Certificate_Get",
      "GET",
      "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})",
      200),
  FILE_DELETE_FROM_TASK(
      "File_DeleteFromTask", "DELETE", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200),
  FILE_GET_FROM_TASK(
      "File_GetFromTask", "GET", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200),
  FILE_GET_PROPERTIES_FROM_TASK(
      "File_GetPropertiesFromTask", "HEAD", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200),
  FILE_DELETE_FROM_COMPUTE_NODE(
      "File_DeleteFromComputeNode",
      "DELETE",
      "/pools/{poolId}/nodes/{nodeId}/files/{filePath}",
      200),
  FILE_GET_FROM_COMPUTE_NODE(
      "File_GetFromComputeNode", "GET", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200),
  FILE_GET_PROPERTIES_FROM_COMPUTE_NODE(
      "File_GetPropertiesFromComputeNode",
      "HEAD",
      "/pools/{poolId}/nodes/{nodeId}/files/{filePath}",
      200),
  FILE_LIST_FROM_TASK("File_ListFromTask", "GET", "/jobs/{jobId}/tasks/{taskId}/files", 200),
  FILE_LIST_FROM_COMPUTE_NODE(
      "File_ListFromComputeNode", "GET", "/pools/{poolId}/nodes/{nodeId}/files", 200),
  JOB_SCHEDULE_EXISTS("JobSchedule_Exists", "HEAD", "/jobschedules/{jobScheduleId}", 200),
  JOB_SCHEDULE_DELETE("JobSchedule_Delete", "DELETE", "/jobschedules/{jobScheduleId}", 202),
  JOB_SCHEDULE_GET("JobSchedule_Get", "GET", "/jobschedules/{jobScheduleId}", 200),
  JOB_SCHEDULE_PATCH("JobSchedule_Patch", "PATCH", "/jobschedules/{jobScheduleId}", 200),
  JOB_SCHEDULE_UPDATE("JobSchedule_Update", "PUT", "/jobschedules/{jobScheduleId}", 200),
  JOB_SCHEDULE_DISABLE("JobSchedule_Disable", "POST", "/jobschedules/{jobScheduleId}/disable", 204),
  JOB_SCHEDULE_ENABLE("JobSchedule_Enable", "POST", "/jobschedules/{jobScheduleId}/enable", 204),
  JOB_SCHEDULE_TERMINATE(
      "JobSchedule_Terminate", "POST", "/jobschedules/{jobScheduleId}/terminate", 202),
  JOB_SCHEDULE_ADD("JobSchedule_Add", "POST", "/jobschedules", 201),
  JOB_SCHEDULE_LIST("JobSchedule_List", "GET", "/jobschedules", 200),
  JOB_DELETE("Job_Delete", "DELETE", "/jobs/{jobId}", 202),
  JOB_GET("Job_Get", "GET", "/jobs/{jobId}", 200),
  JOB_PATCH("Job_Patch", "PATCH", "/jobs/{jobId}", 200),
  JOB_UPDATE("Job_Update", "PUT", "/jobs/{jobId}", 200),
  JOB_DISABLE("Job_Disable", "POST", "/jobs/{jobId}/disable", 202),
  JOB_ENABLE("Job_Enable", "POST", "/jobs/{jobId}/enable", 202),
  JOB_TERMINATE("Job_Terminate", "POST", "/jobs/{jobId}/terminate", 202),
  JOB_ADD("Job_Add", "POST", "/jobs", 201),
  JOB_LIST("Job_List", "GET", "/jobs", 200),
  JOB_LIST_FROM_JOB_SCHEDULE(
      "Job_ListFromJobSchedule", "GET", "/jobschedules/{jobScheduleId}/jobs", 200),
  JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS(
      "Job_ListPreparationAndReleaseTaskStatus",
      "GET",
      "/jobs/{jobId}/jobpreparationandreleasetaskstatus",
      200),
  JOB_GET_TASK_COUNTS("Job_GetTaskCounts", "GET", "/jobs/{jobId}/taskcounts", 200),
  POOL_ADD("Pool_Add", "POST", "/pools", 201),
  POOL_LIST("Pool_List", "GET", "/pools", 200),
  POOL_DELETE("Pool_Delete", "DELETE", "/pools/{poolId}", 202),
  POOL_EXISTS("Pool_Exists", "HEAD", "/pools/{poolId}", 200),
  POOL_GET("Pool_Get", "GET", "/pools/{poolId}", 200),
  POOL_PATCH("Pool_Patch", "PATCH", "/pools/{poolId}", 200),
  POOL_DISABLE_AUTO_SCALE("Pool_DisableAutoScale", "POST", "/pools/{poolId}/disableautoscale", 200),
  POOL_ENABLE_AUTO_SCALE("Pool_EnableAutoScale", "POST", "/pools/{poolId}/enableautoscale", 200),
  POOL_EVALUATE_AUTO_SCALE(
      "Pool_EvaluateAutoScale", "POST", "/pools/{poolId}/evaluateautoscale", 200),
  POOL_RESIZE("Pool_Resize", "POST", "/pools/{poolId}/resize", 202),
  POOL_STOP_RESIZE("Pool_StopResize", "POST", "/pools/{poolId}/stopresize", 202),
  POOL_UPDATE_PROPERTIES("Pool_UpdateProperties", "POST", "/pools/{poolId}/updateproperties", 204),
  POOL_REMOVE_NODES("Pool_RemoveNodes", "POST", "/pools/{poolId}/removenodes", 202),
  TASK_ADD("Task_Add", "POST", "/jobs/{jobId}/tasks", 201),
  TASK_LIST("Task_List", "GET", "/jobs/{jobId}/tasks", 200),
  TASK_ADD_COLLECTION("Task_AddCollection", "POST", "/jobs/{jobId}/addtaskcollection", 200),
  TASK_DELETE("Task_Delete", "DELETE", "/jobs/{jobId}/tasks/{taskId}", 200),
  TASK_GET("Task_Get", "GET", "/jobs/{jobId}/tasks/{taskId}", 200),
  TASK_UPDATE("Task_Update", "PUT", "/jobs/{jobId}/tasks/{taskId}", 200),
  TASK_LIST_SUBTASKS("Task_ListSubtasks", "GET", "/jobs/{jobId}/tasks/{taskId}/subtasksinfo", 200),
  TASK_TERMINATE("Task_Terminate", "POST", "/jobs/{jobId}/tasks/{taskId}/terminate", 204),
  TASK_REACTIVATE("Task_Reactivate", "POST", "/jobs/{jobId}/tasks/{taskId}/reactivate", 204),
  COMPUTE_NODE_ADD_USER("ComputeNode_AddUser", "POST", "/pools/{poolId}/nodes/{nodeId}/users", 201),
  COMPUTE_NODE_DELETE_USER(
      "ComputeNode_DeleteUser", "DELETE", "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200),
  COMPUTE_NODE_UPDATE_USER(
      "ComputeNode_UpdateUser", "PUT", "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200),
  COMPUTE_NODE_GET("ComputeNode_Get", "GET", "/pools/{poolId}/nodes/{nodeId}", 200),
  COMPUTE_NODE_REBOOT("ComputeNode_Reboot", "POST", "/pools/{poolId}/nodes/{nodeId}/reboot", 202),
  COMPUTE_NODE_REIMAGE(
      "ComputeNode_Reimage", "POST", "/pools/{poolId}/nodes/{nodeId}/reimage", 202),
  COMPUTE_NODE_DISABLE_SCHEDULING(
      "ComputeNode_DisableScheduling",
      "POST",
      "/pools/{poolId}/nodes/{nodeId}/disablescheduling",
      200),
  COMPUTE_NODE_ENABLE_SCHEDULING(
      "ComputeNode_EnableScheduling",
      "POST",
      "/pools/{poolId}/nodes/{nodeId}/enablescheduling",
      200),
  COMPUTE_NODE_GET_REMOTE_LOGIN_SETTINGS(
      "ComputeNode_GetRemoteLoginSettings",
      "GET",
      "/pools/{poolId}/nodes/{nodeId}/remoteloginsettings",
      200),
  COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS(
      "ComputeNode_UploadBatchServiceLogs",
      "POST",
      "/pools/{poolId}/nodes/{nodeId}/uploadbatchservicelogs",
      200),
  COMPUTE_NODE_LIST("ComputeNode_List", "GET", "/pools/{poolId}/nodes", 200),
  COMPUTE_NODE_EXTENSION_GET(
      "ComputeNodeExtension_Get",
      "GET",
      "/pools/{poolId}/nodes/{nodeId}/extensions/{extensionName}",
      200),
  COMPUTE_NODE_EXTENSION_LIST(
      "ComputeNodeExtension_List", "GET", "/pools/{poolId}/nodes/{nodeId}/extensions", 200),
  COMPUTE_NODE_DEALLOCATE(
      "ComputeNode_Deallocate", "POST", "/pools/{poolId}/nodes/{nodeId}/deallocate", 202),
  COMPUTE_NODE_START("ComputeNode_Start", "POST", "/pools/{poolId}/nodes/{nodeId}/start", 202),
  COMPUTE_NODE_GET_REMOTE_DESKTOP(
      "ComputeNode_GetRemoteDesktop",
      "GET",
      "/pools/{poolId}/nodes/{nodeId}/rdp",
      200,
      "2024-07-01"),
  JOB_GET_ALL_LIFETIME_STATISTICS(
      "Job_GetAllLifetimeStatistics", "GET", "/lifetimejobstats", 200, "2023-05-01"),
  POOL_GET_ALL_LIFETIME_STATISTICS(
      "Pool_GetAllLifetimeStatistics", "GET", "/lifetimepoolstats", 200, "2023-05-01");

  private final String id;
  private final String verb;
  private final String path;
  private final int successStatus;
  private final String goneFrom;

  Operation(String id, String verb, String path, int successStatus) {
    this(id, verb, path, successStatus, "9999");
  }

  Operation(String id, String verb, String path, int successStatus, String goneFrom) {
    this.id = id;
    this.verb = verb;
    this.path = path;
    this.successStatus = successStatus;
    this.goneFrom = goneFrom;
  }

  /** The name in the API's description, such as {@code Pool_Add}. */
  public String id() {
    return id;
  }

  public String verb() {
    return verb;
  }

  /** The path with parameters in braces, such as <code>/pools/{poolId}</code>. */
  public String path() {
    return path;
  }

  public int successStatus() {
    return successStatus;
  }

  /** Whether a version of the API, which begins with its date, has the operation. */
  public boolean in(String version) {
    return version.compareTo(goneFrom) < 0;
  }
}
