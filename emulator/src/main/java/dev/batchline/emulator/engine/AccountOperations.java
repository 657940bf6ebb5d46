package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.engine.Applications.Application;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Images;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.PoolUsage;
import dev.batchline.emulator.model.VmSizes;
import dev.batchline.emulator.model.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What users ask of the account as a whole. */
final class AccountOperations {

  private static final double SECONDS_PER_HOUR = 3600;

  private final Core core;

  AccountOperations(Core core) {
    this.core = core;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.ACCOUNT_LIST_POOL_NODE_COUNTS, this::nodeCounts);
    handlers.put(Operation.ACCOUNT_LIST_SUPPORTED_IMAGES, call -> images(call.page()));
    handlers.put(Operation.POOL_LIST_USAGE_METRICS, this::usage);
    handlers.put(Operation.APPLICATION_LIST, this::applications);
    handlers.put(Operation.APPLICATION_GET, this::application);
    handlers.put(
        Operation.CERTIFICATE_LIST, call -> () -> new Answer.Listing(List.of(), Optional.empty()));
    for (Operation retired :
        List.of(
            Operation.CERTIFICATE_GET,
            Operation.CERTIFICATE_DELETE,
            Operation.CERTIFICATE_CANCEL_DELETION)) {
      handlers.put(
          retired,
          call -> {
            throw ErrorCode.CERTIFICATE_NOT_FOUND.error();
          });
    }
    handlers.put(
        Operation.CERTIFICATE_ADD,
        call -> {
          throw ErrorCode.FORBIDDEN.error(
              Map.of("Reason", "Certificates were retired in February 2024."));
        });
  }

  private Reply applications(Call call) {
    Pages<Application> page =
        Pages.of(
            core.settings().resources().applications().all(), call.page(), one -> path -> null);
    return () -> page.render(AccountOperations::summary);
  }

  private Reply application(Call call) {
    Application application =
        core.settings()
            .resources()
            .applications()
            .find(call.name("applicationId"))
            .orElseThrow(ErrorCode.APPLICATION_NOT_FOUND::error);
    return () -> new Answer.Entity(summary(application), Optional.empty());
  }

  private static ObjectNode summary(Application application) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", application.id()).put("displayName", application.id());
    ArrayNode versions = json.putArray("versions");
    application.versions().keySet().forEach(versions::add);
    return json;
  }

  private Reply nodeCounts(Call call) {
    Pages<AccountPool> page =
        Pages.of(
            core.account().pools(),
            call.page(),
            pool -> path -> path.equals("poolId") ? pool.pool().id() : null);
    List<ObjectNode> counts = page.elements().stream().map(AccountOperations::counts).toList();
    return () -> new Answer.Listing(counts, page.next());
  }

  private static ObjectNode counts(AccountPool pool) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("poolId", pool.pool().id());
    json.set("dedicated", counts(pool, true));
    json.set("lowPriority", counts(pool, false));
    return json;
  }

  private static ObjectNode counts(AccountPool pool, boolean dedicated) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    int total = 0;
    for (NodeState state : NodeState.values()) {
      int count = 0;
      for (Node node : pool.allNodes()) {
        count += node.dedicated() == dedicated && node.is(state) ? 1 : 0;
      }
      json.put(countName(state), count);
      total += count;
    }
    return json.put("total", total);
  }

  private static String countName(NodeState state) {
    return switch (state) {
      case WAITINGFORSTARTTASK -> "waitingForStartTask";
      case STARTTASKFAILED -> "startTaskFailed";
      case LEAVINGPOOL -> "leavingPool";
      case UPGRADINGOS -> "upgradingOS";
      case CREATING,
          STARTING,
          IDLE,
          RUNNING,
          REBOOTING,
          REIMAGING,
          UNUSABLE,
          UNKNOWN,
          OFFLINE,
          PREEMPTED,
          DEALLOCATING,
          DEALLOCATED ->
          state.wire();
    };
  }

  private static Reply images(Page page) {
    return () -> Pages.of(Images.ALL, page, Images.Image::properties).render(Images.Image::render);
  }

  private Reply usage(Call call) {
    Instant now = core.clock().now();
    Instant from = time(call, "starttime", now.truncatedTo(ChronoUnit.HOURS));
    Instant to = time(call, "endtime", now);
    if (to.isBefore(from)) {
      throw invalid("endtime", call.query().getOrDefault("endtime", ""), "It is before starttime.");
    }
    List<PoolUsage> all = new ArrayList<>(core.account().past());
    core.account().pools().values().forEach(pool -> all.add(pool.usage(now)));
    NavigableMap<String, ObjectNode> metrics = new TreeMap<>();
    for (PoolUsage usage : all) {
      usage
          .byHour()
          .subMap(from.truncatedTo(ChronoUnit.HOURS), true, to, true)
          .forEach((hour, spent) -> metric(metrics, usage, hour, spent, now));
    }
    Pages<ObjectNode> page =
        Pages.of(metrics, call.page(), json -> path -> json.path(path).textValue());
    return () -> page.render(json -> json);
  }

  private static void metric(
      Map<String, ObjectNode> metrics, PoolUsage usage, Instant hour, Duration spent, Instant now) {
    double hours = spent.toMillis() / 1000.0 / SECONDS_PER_HOUR * VmSizes.cores(usage.vmSize());
    String key = Ids.key(usage.poolId()) + "/" + hour + "/" + usage.vmSize();
    Instant next = hour.plus(1, ChronoUnit.HOURS);
    ObjectNode before = metrics.get(key);
    double sum = hours + (before == null ? 0 : before.path("totalCoreHours").asDouble());
    metrics.put(
        key,
        JsonNodeFactory.instance
            .objectNode()
            .put("poolId", usage.poolId())
            .put("startTime", WireTime.text(hour))
            .put("endTime", WireTime.text(next.isBefore(now) ? next : now))
            .put("vmSize", usage.vmSize().toUpperCase(Locale.ROOT))
            .put("totalCoreHours", sum));
  }

  private static Instant time(Call call, String parameter, Instant otherwise) {
    String text = call.query().get(parameter);
    return text == null
        ? otherwise
        : WireTime.time(text)
            .orElseThrow(() -> invalid(parameter, text, "The value must be a date and time."));
  }

  private static BatchError invalid(String parameter, String text, String reason) {
    return ErrorCode.OUT_OF_RANGE_QUERY_PARAMETER.error(
        Map.of("QueryParameterName", parameter, "QueryParameterValue", text, "Reason", reason));
  }
}
