package dev.batchline.emulator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.odata.Selection;
import dev.batchline.emulator.http.odata.SkipToken;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Stamp;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes one answer of the service: status, headers in their exact case (the Java SDK reads no
 * other), and the JSON in its envelope.
 */
final class Responder {

  static final String JSON_TYPE = "application/json;odata=minimalmetadata";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String ERRORS =
      "Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element";
  private static final DateTimeFormatter TICKS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Request request;
  private final HttpServletResponse response;
  private final UUID requestId;
  private final VersionForm form;

  Responder(Request request, HttpServletResponse response, UUID requestId) {
    this.request = request;
    this.response = response;
    this.requestId = requestId;
    this.form = VersionForm.of(request);
  }

  /** The headers of every answer, whatever follows. */
  void start() {
    response.setContentType(null); // the server has one of its own for bodies that there aren't
    response.setHeader("Server", "Microsoft-HTTPAPI/2.0");
    response.setHeader("request-id", requestId.toString());
    response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("DataServiceVersion", "3.0");
    if (request.header("return-client-request-id").filter("true"::equalsIgnoreCase).isPresent()) {
      request
          .header("client-request-id")
          .filter(Responder::isGuid)
          .ifPresent(id -> response.setHeader("client-request-id", id));
    }
  }

  /** How long the client shall wait; whole seconds, as HTTP has it. */
  void retryAfter(Duration wait) {
    response.setHeader("Retry-After", Long.toString(wait.plusMillis(999).toSeconds()));
  }

  void answer(Operation operation, Selection selection, Answer answer) throws IOException {
    response.setStatus(operation.successStatus());
    Traits traits = Traits.of(operation);
    if (answer instanceof Answer.Done done) {
      done(operation, done);
    } else if (answer instanceof Answer.Entity entity) {
      dataServiceId(operation, request.base() + request.path());
      entity.stamp().ifPresent(this::stamp);
      json(
          envelope(traits.metadata())
              .setAll(selection.of(form.answer(traits.metadata(), entity.json()))));
    } else if (answer instanceof Answer.Listing listing) {
      json(list(traits.metadata(), selection, listing));
    } else if (answer instanceof Answer.FileContent file) {
      new FileAnswer(request, response).send(file);
    } else if (answer instanceof Answer.Octets octets) {
      response.setContentType("application/octet-stream");
      response.getOutputStream().write(octets.text().getBytes(StandardCharsets.UTF_8));
      response.flushBuffer();
    }
  }

  /** A refusal: in JSON, or without a body for HEAD and for 304. */
  void refuse(BatchError error, Instant now) throws IOException {
    response.setStatus(error.status());
    if (error.status() == 401) {
      response.setHeader(
          "WWW-Authenticate",
          "Bearer authorization_uri=\"https://login.microsoftonline.com/common\","
              + " resource_id=\"https://batch.core.windows.net/\"");
    }
    if (request.isHead() || error.status() == 304) {
      return;
    }
    ObjectNode body = envelope(ERRORS).put("code", error.code());
    body.putObject("message")
        .put("lang", "en-US")
        .put(
            "value",
            "%s\nRequestId:%s\nTime:%s"
                .formatted(error.getMessage(), requestId, TICKS.format(now)));
    if (!error.values().isEmpty()) {
      ArrayNode values = body.putArray("values");
      new TreeMap<>(error.values())
          .forEach((key, value) -> values.addObject().put("key", key).put("value", value));
    }
    byte[] bytes = JSON.writeValueAsBytes(body);
    response.setContentType(JSON_TYPE);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private void done(Operation operation, Answer.Done done) {
    done.stamp().ifPresent(this::stamp);
    done.location().ifPresent(location -> response.setHeader("Location", location));
    dataServiceId(operation, done.location().orElse(request.base() + request.path()));
  }

  private void stamp(Stamp stamp) {
    response.setHeader("ETag", stamp.eTag());
    response.setHeader("Last-Modified", rfc1123(stamp.lastModified()));
  }

  private void dataServiceId(Operation operation, String id) {
    if (Traits.hasDataServiceId(operation)) {
      response.setHeader("DataServiceId", id);
    }
  }

  private ObjectNode list(String metadata, Selection selection, Answer.Listing listing) {
    ObjectNode body = envelope(metadata);
    ArrayNode value = body.putArray("value");
    listing.elements().forEach(element -> value.add(selection.of(form.answer(metadata, element))));
    listing.next().ifPresent(key -> body.put("odata.nextLink", nextLink(key)));
    return body;
  }

  /** Repeats the query as it was sent, so that filter, selection and page size stay. */
  private String nextLink(String key) {
    String query = request.query().rawWithout(ListQuery.SKIP_TOKEN);
    return "%s%s?%s&%s=%s"
        .formatted(
            request.base(), request.path(), query, ListQuery.SKIP_TOKEN, SkipToken.after(key));
  }

  private ObjectNode envelope(String metadata) {
    ObjectNode body = NODES.objectNode();
    return metadata.isEmpty()
        ? body
        : body.put("odata.metadata", request.base() + "/$metadata#" + form.metadata(metadata));
  }

  /** Sent in chunks, as the service does; only errors have a Content-Length. */
  private void json(ObjectNode body) throws IOException {
    response.setContentType(JSON_TYPE);
    if (!request.isHead()) {
      response.getOutputStream().write(JSON.writeValueAsBytes(body));
      response.flushBuffer();
    }
  }

  static String rfc1123(Instant instant) {
    return RFC_1123.format(instant);
  }

  /** The JDK's own formatter writes days without a leading zero, which HTTP doesn't allow. */
  private static final DateTimeFormatter RFC_1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.US)
          .withZone(ZoneOffset.UTC);

  /** The SDKs fail on any other value, so nothing else is echoed. */
  private static boolean isGuid(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }
}
