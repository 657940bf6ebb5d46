package dev.batchline.emulator.model;

import java.util.Map;

/** The catalogue of refusals: HTTP status, code and message of each, as the service words them. */
public enum ErrorCode {
  MISSING_REQUIRED_PROPERTY(
      400, "MissingRequiredProperty", "A required property was not specified in the request body."),
  INVALID_PROPERTY_VALUE(
      400,
      "InvalidPropertyValue",
      "The value provided for one of the properties in the request body is invalid."),
  EMPTY_METADATA_KEY(400, "EmptyMetadataKey", "The key of a metadata item must not be empty."),
  INVALID_REQUEST_BODY(
      400, "InvalidRequestBody", "The specified Request Body is not syntactically valid."),
  OUT_OF_RANGE_QUERY_PARAMETER(
      400,
      "InvalidQueryParameterValue",
      "Value for one of the query parameters specified in the request URI is invalid."),
  INVALID_AUTO_SCALING_SETTINGS(
      400, "InvalidAutoScalingSettings", "The specified autoscale settings are invalid."),
  FORMULA_SYNTAX(
      400,
      "AutoScalingFormulaSyntaxError",
      "The specified auto-scaling formula has a syntax error."),
  FORMULA_TOO_LONG(
      400,
      "AutoScalingFormulaTooLong",
      "The specified auto-scaling formula exceeds lengths limit."),
  MULTIPLE_CONDITIONS(
      400, "MultipleConditionHeadersNotSupported", "Multiple condition headers are not supported."),
  DEPENDENCIES_NOT_ON_JOB(
      400,
      "TaskDependenciesNotSpecifiedOnJob",
      "The job does not use task dependencies; set usesTaskDependencies on it to have tasks with dependencies."),
  DEPENDENCY_LIST_TOO_LONG(
      400, "TaskDependencyListTooLong", "The list of task dependencies is too long."),
  CONDITION_NOT_MET(
      412,
      "ConditionNotMet",
      "The condition specified using HTTP conditional header(s) is not met."),
  POOL_NOT_FOUND(404, "PoolNotFound", "The specified pool does not exist."),
  NODE_NOT_FOUND(404, "NodeNotFound", "The specified node does not exist."),
  JOB_NOT_FOUND(404, "JobNotFound", "The specified job does not exist."),
  TASK_NOT_FOUND(404, "TaskNotFound", "The specified task does not exist."),
  JOB_SCHEDULE_NOT_FOUND(404, "JobScheduleNotFound", "The specified job schedule does not exist."),
  FILE_NOT_FOUND(404, "FileNotFound", "The specified file does not exist."),
  NODE_USER_NOT_FOUND(404, "NodeUserNotFound", "The specified node user does not exist."),
  CERTIFICATE_NOT_FOUND(404, "CertificateNotFound", "The specified certificate does not exist."),
  APPLICATION_NOT_FOUND(404, "ApplicationNotFound", "The specified application does not exist."),
  EXTENSION_NOT_FOUND(404, "ResourceNotFound", "The specified resource does not exist."),
  POOL_EXISTS(409, "PoolExists", "The specified pool already exists."),
  POOL_BEING_DELETED(
      409,
      "PoolBeingDeleted",
      "The specified pool has been marked for deletion and is being reclaimed."),
  POOL_BEING_RESIZED(
      409, "PoolBeingResized", "The specified pool has an ongoing resize operation."),
  POOL_QUOTA_REACHED(409, "PoolQuotaReached", "The pool quota for the account has been reached."),
  OPERATION_NOT_VALID_ON_POOL(
      409, "OperationNotValidOnPool", "The specified operation is not valid for the pool."),
  AUTO_SCALE_NOT_ENABLED(
      409,
      "OperationInvalidForCurrentState",
      "Automatic scaling is not enabled on the specified pool."),
  AUTO_SCALE_ENABLED(
      409,
      "OperationInvalidForCurrentState",
      "The operation is not valid while automatic scaling is enabled on the specified pool."),
  TOO_MANY_ENABLE_AUTO_SCALE(
      503,
      "TooManyEnableAutoScaleRequests",
      "There are too many enable automatic scaling requests on the pool; wait 30 seconds between two of them."),
  SERVER_BUSY(503, "ServerBusy", "The server is busy. Please retry the operation."),
  NODE_BEING_CREATED(409, "NodeBeingCreated", "The specified node is being created."),
  NODE_BEING_STARTED(409, "NodeBeingStarted", "The specified node is being started."),
  NODE_BEING_REBOOTED(409, "NodeBeingRebooted", "The specified node is being rebooted."),
  NODE_BEING_REIMAGED(409, "NodeBeingReimaged", "The specified node is being reimaged."),
  NODE_STATE_UNUSABLE(409, "NodeStateUnusable", "The specified node is unusable."),
  NODE_USER_EXISTS(409, "NodeUserExists", "The specified node user already exists."),
  NODE_ALREADY_IN_SCHEDULING_STATE(
      409,
      "NodeAlreadyInTargetSchedulingState",
      "The specified node is already in the target scheduling state."),
  OPERATION_NOT_VALID_ON_NODE(
      409, "OperationNotValidOnNode", "The specified operation is not valid on the node."),
  OPERATION_INVALID_FOR_STATE(
      409,
      "OperationInvalidForCurrentState",
      "The specified operation is not valid for the current state of the resource."),
  JOB_EXISTS(409, "JobExists", "The specified job already exists."),
  JOB_BEING_DELETED(
      409,
      "JobBeingDeleted",
      "The specified job has been marked for deletion and is being garbage collected."),
  JOB_BEING_TERMINATED(409, "JobBeingTerminated", "The specified job is being terminated."),
  JOB_COMPLETED(409, "JobCompleted", "The specified job is already in a completed state."),
  JOB_DISABLED(409, "JobDisabled", "The specified job is disabled."),
  JOB_NOT_ACTIVE(409, "JobNotActive", "The specified job is not active."),
  JOB_QUOTA_REACHED(
      409,
      "ActiveJobAndScheduleQuotaReached",
      "The active job and job schedule quota for the account has been reached."),
  NO_PREPARATION_OR_RELEASE(
      409,
      "JobPreparationTaskOrReleaseTaskNotSpecified",
      "The specified job does not have either job preparation task or job release task."),
  JOB_OF_THAT_ID_EXISTS(
      409, "JobWithSameIdExists", "A job with the id of the specified job schedule exists."),
  JOB_SCHEDULE_OF_THAT_ID_EXISTS(
      409,
      "JobScheduleWithSameIdExists",
      "A job schedule with the id of the specified job exists."),
  JOB_SCHEDULE_EXISTS(409, "JobScheduleExists", "The specified job schedule already exists."),
  JOB_SCHEDULE_COMPLETED(409, "JobScheduleCompleted", "The specified job schedule is completed."),
  JOB_SCHEDULE_DISABLED(409, "JobScheduleDisabled", "The specified job schedule is disabled."),
  JOB_SCHEDULE_BEING_TERMINATED(
      409, "JobScheduleBeingTerminated", "The specified job schedule is being terminated."),
  JOB_SCHEDULE_BEING_DELETED(
      409,
      "JobScheduleBeingDeleted",
      "The specified job schedule has been marked for deletion and is being reclaimed."),
  TASK_EXISTS(409, "TaskExists", "The specified task already exists."),
  TASK_COMPLETED(409, "TaskCompleted", "The specified task is already in a completed state."),
  TASK_NOT_COMPLETED(
      409,
      "TaskNotCompleted",
      "The specified task is not in a completed state, and the requested operation can be performed only on completed tasks."),
  TASK_SUCCEEDED(
      409,
      "TaskSucceeded",
      "The specified task has succeeded, and the requested operation can be performed only on failed tasks."),
  TASK_FILES_UNAVAILABLE(
      409, "TaskFilesUnavailable", "The files of the specified task are unavailable."),
  TASK_FILES_CLEANED_UP(
      409, "TaskFilesCleanedup", "The files of the specified task are cleaned up."),
  TASK_ID_OF_PREPARATION(
      409,
      "TaskIdSameAsJobPreparationTask",
      "The specified task has the same identifier as the job preparation task."),
  TASK_ID_OF_RELEASE(
      409,
      "TaskIdSameAsJobReleaseTask",
      "The specified task has the same identifier as the job release task."),
  INVALID_APPLICATION_PACKAGES(
      409,
      "InvalidApplicationPackageReferences",
      "One or more of the specified application package references are invalid."),
  STORAGE_ACCOUNT_NOT_FOUND(
      409, "StorageAccountNotFound", "The specified storage account does not exist."),
  DIRECTORY_NOT_EMPTY(
      409,
      "OperationInvalidForCurrentState",
      "The specified directory is not empty; delete it with recursive set to true."),
  NOT_IMPLEMENTED(501, "NotImplemented", "The requested operation is not implemented."),
  FORBIDDEN(403, "Forbidden", "Access is Forbidden");

  private final int status;
  private final String code;
  private final String message;

  ErrorCode(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public BatchError error() {
    return error(Map.of());
  }

  public BatchError error(Map<String, String> values) {
    return new BatchError(status, code, message, values);
  }

  /** A property of the body has a value that can't be. */
  public static BatchError invalidValue(String property, String value, String reason) {
    return INVALID_PROPERTY_VALUE.error(
        Map.of("PropertyName", property, "PropertyValue", value, "Reason", reason));
  }
}
