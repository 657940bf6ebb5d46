package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.autoscale.Formula;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.AutoscaleRun;
import dev.batchline.emulator.model.Autoscaling;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.PoolJson;
import dev.batchline.emulator.model.PoolSettings;
import dev.batchline.emulator.model.Preconditions;
import dev.batchline.emulator.model.Urls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What users do with pools. */
final class PoolOperations {

  private static final int MOST_REMOVED_AT_ONCE = 100;
  private static final Duration BETWEEN_ENABLINGS = Duration.ofSeconds(30);

  private final Core core;
  private final Bodies bodies;
  private final PoolLife pools;
  private final AutoscaleLife autoscale;
  private final PoolRules rules;
  private final PoolMaker maker;
  private final Map<AccountPool, Instant> enabled = new HashMap<>();

  PoolOperations(
      Core core, Bodies bodies, PoolLife pools, AutoscaleLife autoscale, PoolMaker maker) {
    this.core = core;
    this.rules = new PoolRules(core.settings().resources().applications());
    this.bodies = bodies;
    this.pools = pools;
    this.autoscale = autoscale;
    this.maker = maker;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.POOL_ADD, this::add);
    handlers.put(Operation.POOL_LIST, this::list);
    handlers.put(Operation.POOL_GET, this::get);
    handlers.put(Operation.POOL_EXISTS, call -> Reply.done(find(call).pool().stamp()));
    handlers.put(Operation.POOL_PATCH, this::patch);
    handlers.put(Operation.POOL_UPDATE_PROPERTIES, this::updateProperties);
    handlers.put(Operation.POOL_DELETE, this::delete);
    handlers.put(Operation.POOL_RESIZE, this::resize);
    handlers.put(Operation.POOL_STOP_RESIZE, this::stopResize);
    handlers.put(Operation.POOL_REMOVE_NODES, this::removeNodes);
    handlers.put(Operation.POOL_ENABLE_AUTO_SCALE, this::enableAutoscale);
    handlers.put(Operation.POOL_DISABLE_AUTO_SCALE, this::disableAutoscale);
    handlers.put(Operation.POOL_EVALUATE_AUTO_SCALE, this::evaluateAutoscale);
  }

  void forget(AccountPool pool) {
    enabled.remove(pool);
    autoscale.disable(pool);
  }

  private AccountPool find(Call call) {
    return core.account().pool(call.name("poolId"));
  }

  /** A pool that may be changed. */
  private AccountPool writable(Call call) {
    AccountPool pool = find(call);
    Preconditions.forWrite(call.conditions(), pool.pool().stamp());
    if (!pool.pool().active()) {
      throw ErrorCode.POOL_BEING_DELETED.error();
    }
    return pool;
  }

  private static void needSteady(AccountPool pool) {
    if (!pool.pool().sizing().steady()) {
      throw ErrorCode.POOL_BEING_RESIZED.error();
    }
  }

  private Reply add(Call call) {
    AccountPool pool = maker.add(bodies.read("PoolAddParameter", call.body()));
    return Reply.created(pool.pool().stamp(), Urls.pool(call.base(), pool.pool().id()));
  }

  private Reply list(Call call) {
    record Shown(Pool pool, NodeTargets current) {}
    TreeMap<String, AccountPool> all = new TreeMap<>(core.account().pools());
    Pages<AccountPool> page = Pages.of(all, call.page(), pool -> PoolJson.properties(pool.pool()));
    List<Shown> shown =
        page.elements().stream().map(pool -> new Shown(pool.pool(), pool.current())).toList();
    return () ->
        new Pages<>(shown, page.next())
            .render(one -> PoolJson.render(one.pool(), one.current(), call.base()));
  }

  private Reply get(Call call) {
    AccountPool found = find(call);
    Pool pool = found.pool();
    NodeTargets current = found.current();
    return () ->
        new Answer.Entity(PoolJson.render(pool, current, call.base()), Optional.of(pool.stamp()));
  }

  private Reply patch(Call call) {
    AccountPool pool = writable(call);
    ObjectNode changes = bodies.read("PoolPatchParameter", call.body());
    ObjectNode said = pool.pool().settings().document().tree();
    said.setAll(changes);
    return change(pool, said);
  }

  private Reply updateProperties(Call call) {
    AccountPool pool = writable(call);
    ObjectNode changes = bodies.read("PoolUpdatePropertiesParameter", call.body());
    ObjectNode said = pool.pool().settings().document().tree();
    said.remove(List.of("startTask", "targetNodeCommunicationMode"));
    said.setAll(changes);
    return change(pool, said);
  }

  private Reply change(AccountPool pool, ObjectNode said) {
    rules.check(said);
    FileRules.check(said, core.settings());
    UserRules.check(said);
    MachineDefaults.complete(said);
    core.put(pool, pool.pool().withSettings(PoolSettings.of(said)).modified(core.clock().change()));
    return Reply.done(pool.pool().stamp());
  }

  private Reply delete(Call call) {
    AccountPool pool = writable(call);
    autoscale.disable(pool);
    pools.delete(pool);
    return Reply.done();
  }

  private Reply resize(Call call) {
    AccountPool pool = writable(call);
    ObjectNode body = bodies.read("PoolResizeParameter", call.body());
    if (pool.pool().autoscaling().isPresent()) {
      throw ErrorCode.AUTO_SCALE_ENABLED.error();
    }
    needSteady(pool);
    NodeTargets now = pool.pool().sizing().targets();
    NodeTargets targets =
        new NodeTargets(
            PoolRules.target(body, "targetDedicatedNodes", now.dedicated()),
            PoolRules.target(body, "targetLowPriorityNodes", now.lowPriority()));
    Duration timeout = PoolRules.resizeTimeout(body);
    touch(pool, timeout);
    pools.resize(pool, targets, option(body, "nodeDeallocationOption"));
    return Reply.done(pool.pool().stamp());
  }

  private void touch(AccountPool pool, Duration resizeTimeout) {
    Pool now = pool.pool();
    core.put(
        pool,
        now.modified(core.clock().change()).withSizing(now.sizing().withTimeout(resizeTimeout)));
  }

  private Reply stopResize(Call call) {
    AccountPool pool = writable(call);
    pools.stop(pool);
    return Reply.done(pool.pool().stamp());
  }

  private Reply removeNodes(Call call) {
    AccountPool pool = writable(call);
    ObjectNode body = bodies.read("NodeRemoveParameter", call.body());
    JsonNode ids = body.path("nodeList");
    if (ids.isEmpty() || ids.size() > MOST_REMOVED_AT_ONCE) {
      throw ErrorCode.invalidValue(
          "nodeList", ids.size() + " nodes", "1 to 100 nodes can be removed at once.");
    }
    needSteady(pool);
    List<Node> nodes = new ArrayList<>();
    ids.forEach(
        id -> nodes.add(pool.find(id.asText()).orElseThrow(ErrorCode.NODE_NOT_FOUND::error)));
    touch(pool, PoolRules.resizeTimeout(body));
    pools.remove(pool, nodes.stream().distinct().toList(), option(body, "nodeDeallocationOption"));
    return Reply.done(pool.pool().stamp());
  }

  private Reply enableAutoscale(Call call) {
    AccountPool pool = writable(call);
    ObjectNode body = bodies.readOptional("PoolEnableAutoScaleParameter", call.body());
    Optional<Autoscaling> before = pool.pool().autoscaling();
    String text =
        Optional.ofNullable(body.path("autoScaleFormula").textValue())
            .or(() -> before.map(Autoscaling::formula))
            .orElseThrow(ErrorCode.INVALID_AUTO_SCALING_SETTINGS::error);
    if (before.isPresent() && body.isEmpty()) {
      throw ErrorCode.INVALID_AUTO_SCALING_SETTINGS.error();
    }
    if (before.isEmpty()) {
      needSteady(pool);
    }
    Duration interval =
        PoolRules.interval(body)
            .or(() -> before.map(Autoscaling::interval))
            .orElse(Autoscaling.DEFAULT_INTERVAL);
    Formula formula = PoolRules.formula(text);
    checkPause(pool);
    core.put(
        pool,
        pool.pool()
            .modified(core.clock().change())
            .withAutoscaling(Optional.of(new Autoscaling(text, interval, Optional.empty()))));
    autoscale.enable(pool, formula);
    return Reply.done(pool.pool().stamp());
  }

  private void checkPause(AccountPool pool) {
    Instant now = core.clock().now();
    Instant last = enabled.get(pool);
    if (last != null && now.isBefore(last.plus(core.clock().paced(BETWEEN_ENABLINGS)))) {
      throw ErrorCode.TOO_MANY_ENABLE_AUTO_SCALE.error();
    }
    enabled.put(pool, now);
  }

  private Reply disableAutoscale(Call call) {
    AccountPool pool = writable(call);
    autoscale.disable(pool);
    core.put(pool, pool.pool().modified(core.clock().change()).withAutoscaling(Optional.empty()));
    return Reply.done(pool.pool().stamp());
  }

  private Reply evaluateAutoscale(Call call) {
    AccountPool pool = find(call);
    ObjectNode body = bodies.read("PoolEvaluateAutoScaleParameter", call.body());
    if (pool.pool().autoscaling().isEmpty()) {
      throw ErrorCode.AUTO_SCALE_NOT_ENABLED.error();
    }
    Formula formula = PoolRules.formula(body.path("autoScaleFormula").asText());
    AutoscaleRun run = autoscale.tryOut(pool, formula);
    return () -> new Answer.Entity(PoolJson.render(run), Optional.empty());
  }

  private static DeallocationOption option(ObjectNode body, String member) {
    return DeallocationOption.of(body.path(member).asText());
  }
}
