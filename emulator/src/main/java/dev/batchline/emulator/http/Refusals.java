package dev.batchline.emulator.http;

import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import java.util.Map;

/** What HTTP itself refuses, in the service's own codes and words. */
final class Refusals {

  private Refusals() {}

  static BatchError notAuthenticated(String detail) {
    return new BatchError(
        403,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is"
            + " formed correctly including the signature.",
        Map.of("AuthenticationErrorDetail", detail));
  }

  static BatchError noCredentials() {
    return new BatchError(
        401,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is"
            + " formed correctly including the signature.",
        Map.of("AuthenticationErrorDetail", "The Authorization header is missing."));
  }

  static BatchError badToken(String detail) {
    return new BatchError(
        401,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is"
            + " formed correctly including the signature.",
        Map.of("AuthenticationErrorDetail", detail));
  }

  static BatchError outOfScope(Operation operation) {
    return new BatchError(
        403,
        "InsufficientAccountPermissions",
        "The account being accessed does not have sufficient permissions to execute this"
            + " operation.",
        Map.of(
            "Reason",
            "The token of a task is good for its own job alone, and not for "
                + operation.id()
                + "."));
  }

  static BatchError invalidAuthenticationInfo() {
    return new BatchError(
        400,
        "InvalidAuthenticationInfo",
        "Authentication information is not given in the correct format. Check the value of"
            + " Authorization header.",
        Map.of());
  }

  static BatchError missingQueryParameter(String name) {
    return new BatchError(
        400,
        "MissingRequiredQueryParameter",
        "A required query parameter was not specified for this request.",
        Map.of("QueryParameterName", name));
  }

  static BatchError invalidQueryParameter(String name, String value, String reason) {
    return new BatchError(
        400,
        "InvalidQueryParameterValue",
        "Value for one of the query parameters specified in the request URI is invalid.",
        Map.of("QueryParameterName", name, "QueryParameterValue", value, "Reason", reason));
  }

  static BatchError outOfRange(String name, String value, String reason) {
    return new BatchError(
        400,
        "OutOfRangeQueryParameterValue",
        "A query parameter specified in the request URI is outside the permissible range.",
        Map.of("QueryParameterName", name, "QueryParameterValue", value, "Reason", reason));
  }

  static BatchError unsupportedVersion(String version) {
    return new BatchError(
        400,
        "UnsupportedRequestVersion",
        "The specified api version is not supported.",
        Map.of("QueryParameterName", "api-version", "QueryParameterValue", version));
  }

  static BatchError invalidHeader(String name, String value) {
    return new BatchError(
        400,
        "InvalidHeaderValue",
        "The value for one of the HTTP headers is not in the correct format.",
        Map.of("HeaderName", name, "HeaderValue", value));
  }

  static BatchError severalConditions() {
    return new BatchError(
        400,
        "MultipleConditionHeadersNotSupported",
        "Multiple condition headers are not supported.",
        Map.of());
  }

  static BatchError invalidBody(String reason) {
    return new BatchError(
        400,
        "InvalidRequestBody",
        "The specified Request Body is not syntactically valid.",
        Map.of("Reason", reason));
  }

  static BatchError bodyTooLarge(int most) {
    return new BatchError(
        413,
        "RequestBodyTooLarge",
        "The request body is too large and exceeds the maximum permissible limit.",
        Map.of("MaxLimit", Integer.toString(most)));
  }

  static BatchError unknownPath(String path) {
    return new BatchError(
        404, "ResourceNotFound", "The specified resource does not exist.", Map.of("Path", path));
  }

  static BatchError wrongVerb(String verb) {
    return new BatchError(
        405,
        "UnsupportedHttpVerb",
        "The resource doesn't support the specified HTTP verb.",
        Map.of("HttpVerb", verb));
  }

  static BatchError foreignHost(String host) {
    return new BatchError(
        403,
        "Forbidden",
        "Access is Forbidden",
        Map.of(
            "Reason",
            "The emulator answers requests to this machine alone, and the Host header says "
                + host
                + ". Other names are allowed with --allow-host."));
  }

  static BatchError invalidRange(String range) {
    return new BatchError(
        416,
        "InvalidRange",
        "The range specified is invalid for the current size of the resource.",
        Map.of("HeaderName", "ocp-range", "HeaderValue", range));
  }

  static BatchError notMet(int status) {
    return new BatchError(
        status,
        "ConditionNotMet",
        "The condition specified using HTTP conditional header(s) is not met.",
        Map.of());
  }

  static BatchError fileNotFound() {
    return new BatchError(404, "FileNotFound", "The specified file does not exist.", Map.of());
  }

  static BatchError internal() {
    return new BatchError(
        500,
        "InternalError",
        "Server encountered an internal error. Please try again after some time.",
        Map.of());
  }
}
