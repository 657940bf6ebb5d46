package dev.batchline.emulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.fault.FaultPoint;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.fault.Occasion;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.http.odata.Selection;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.time.Pause;
import dev.batchline.emulator.time.ServiceTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a request into a {@link Call} on the Batch service, and its answer or refusal into a
 * response.
 *
 * <p>Checked in this order: credentials, path and verb, API version, query, headers, body.
 */
final class BatchHandler {

  private static final Logger LOG = LoggerFactory.getLogger(BatchHandler.class);
  private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(\\.\\d+\\.\\d+)?");

  /** Parameters that are HTTP's own business, and no part of a call. */
  private static final Set<String> OURS =
      Set.of("api-version", "timeout", "maxresults", "$filter", "$select", "$expand", "$skiptoken");

  private static final Map<String, Subject> SUBJECTS =
      Map.of(
          "poolId", Subject.POOL,
          "nodeId", Subject.NODE,
          "jobId", Subject.JOB,
          "taskId", Subject.TASK);

  private final BatchService service;
  private final Authenticator authenticator;
  private final ServiceTime time;
  private final Faults faults;
  private final Routes routes = new Routes();

  BatchHandler(BatchService service, Authenticator authenticator, Faults faults, ServiceTime time) {
    this.service = service;
    this.faults = faults;
    this.authenticator = authenticator;
    this.time = time;
  }

  void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    Responder responder = new Responder(request, response, UUID.randomUUID());
    responder.start();
    try {
      Optional<String> onlyJob = authenticator.check(request);
      Routes.Route route = routes.find(request.verb(), request.path());
      checkScope(onlyJob, route);
      respond(route, request, body, responder);
    } catch (BatchError e) {
      responder.refuse(e, time.now());
    } catch (RuntimeException e) {
      LOG.error("could not answer {} {}", request.verb(), request.path(), e);
      responder.refuse(Refusals.internal(), time.now());
    }
  }

  /** What a task may do by its token: everything with its job, and nothing else. */
  private static void checkScope(Optional<String> onlyJob, Routes.Route route) {
    String job = Ids.key(route.names().getOrDefault("jobId", ""));
    if (onlyJob.filter(one -> !one.equals(job)).isPresent()) {
      throw Refusals.outOfScope(route.operation());
    }
  }

  private void respond(
      Routes.Route route, Request request, HttpServletRequest body, Responder responder)
      throws IOException {
    Traits traits = Traits.of(route.operation());
    checkVersion(route.operation(), request);
    Selection selection = ListQuery.selection(request.query(), traits);
    Page page = ListQuery.page(request.query(), traits);
    Conditions conditions = ConditionHeaders.of(request);
    Optional<ObjectNode> json =
        takesBody(request.verb())
            ? RequestBody.read(body.getInputStream()).map(VersionForm.of(request)::request)
            : Optional.empty();
    List<Fault> struck = faults.strike(occasion(request, route));
    if (strikeBefore(struck, body, responder)) {
      return;
    }
    Answer answer =
        service.answer(
            new Call(
                route.operation(),
                route.names(),
                others(request.query()),
                json,
                conditions,
                page,
                request.base()));
    checkConditions(route.operation(), conditions, answer);
    if (struck.contains(new Fault.Drop(true))) {
      Connections.drop(body);
      return;
    }
    responder.answer(route.operation(), selection, answer);
  }

  private static Occasion occasion(Request request, Routes.Route route) {
    Map<Subject, String> subjects = new EnumMap<>(Subject.class);
    subjects.put(Subject.OPERATION, route.operation().id());
    subjects.put(Subject.PATH, request.path());
    SUBJECTS.forEach(
        (name, subject) -> {
          if (route.names().containsKey(name)) {
            subjects.put(subject, route.names().getOrDefault(name, ""));
          }
        });
    return new Occasion(FaultPoint.REQUEST, route.operation().id(), subjects);
  }

  /** Returns whether that was all that happens to the request. */
  private static boolean strikeBefore(
      List<Fault> faults, HttpServletRequest request, Responder responder) {
    for (Fault fault : faults) {
      if (fault instanceof Fault.Delay delay) {
        Pause.of(delay.by());
      } else if (fault instanceof Fault.Refuse refuse) {
        refuse.retryAfter().ifPresent(responder::retryAfter);
        throw refuse.error();
      } else if (fault.equals(new Fault.Drop(false))) {
        Connections.drop(request);
        return true;
      }
    }
    return false;
  }

  /** For what is only read, the answer itself decides; changes are decided by the service. */
  private static void checkConditions(Operation operation, Conditions conditions, Answer answer) {
    if (takesBody(operation.verb()) || operation.verb().equals("DELETE")) {
      return;
    }
    if (answer instanceof Answer.FileContent file) {
      ConditionHeaders.checkDates(conditions, file.lastModified());
    } else if (answer instanceof Answer.Entity entity) {
      entity.stamp().ifPresent(stamp -> ConditionHeaders.check(conditions, stamp));
    } else if (answer instanceof Answer.Done done) {
      done.stamp().ifPresent(stamp -> ConditionHeaders.check(conditions, stamp));
    }
  }

  private static void checkVersion(Operation operation, Request request) {
    String version =
        request
            .query()
            .value("api-version")
            .orElseThrow(() -> Refusals.missingQueryParameter("api-version"));
    if (!VERSION.matcher(version).matches()) {
      throw Refusals.unsupportedVersion(version);
    }
    if (!operation.in(version)) {
      throw Refusals.unknownPath(request.path());
    }
  }

  private static boolean takesBody(String verb) {
    return verb.equals("POST") || verb.equals("PUT") || verb.equals("PATCH");
  }

  private static Map<String, String> others(Query query) {
    Map<String, String> others = new HashMap<>();
    for (Query.Parameter parameter : query.parameters()) {
      if (!OURS.contains(parameter.name())) {
        others.putIfAbsent(parameter.name(), parameter.value());
      }
    }
    return others;
  }
}
