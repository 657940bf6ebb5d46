package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.autoscale.Formula;
import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AllocationState;
import dev.batchline.emulator.model.Autoscaling;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.PoolSettings;
import dev.batchline.emulator.model.PoolState;
import dev.batchline.emulator.model.Since;
import dev.batchline.emulator.model.Sizing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes pools, asked for by users or by jobs. */
final class PoolMaker {

  private final Core core;
  private final PoolLife pools;
  private final AutoscaleLife autoscale;
  private final PoolRules rules;
  private final QuotaRules quotas;

  PoolMaker(Core core, PoolLife pools, AutoscaleLife autoscale) {
    this.core = core;
    this.rules = new PoolRules(core.settings().resources().applications());
    this.pools = pools;
    this.autoscale = autoscale;
    this.quotas = new QuotaRules(core);
  }

  /**
   * Adds a pool and begins to size it.
   *
   * @param said body of a request after {@link dev.batchline.emulator.model.Bodies}
   */
  AccountPool add(ObjectNode said) {
    String key = Ids.key(said.path("id").asText());
    rules.check(said);
    FileRules.check(said, core.settings());
    UserRules.check(said);
    MachineDefaults.complete(said);
    boolean automatic = said.path("enableAutoScale").asBoolean();
    if (!automatic && said.has("autoScaleFormula")) {
      throw ErrorCode.INVALID_AUTO_SCALING_SETTINGS.error();
    }
    Optional<Formula> formula = automatic ? Optional.of(autoscaleFormula(said)) : Optional.empty();
    NodeTargets targets =
        new NodeTargets(
            PoolRules.target(said, "targetDedicatedNodes", 0),
            PoolRules.target(said, "targetLowPriorityNodes", 0));
    Duration timeout = PoolRules.resizeTimeout(said);
    Optional<Autoscaling> autoscaling =
        formula.map(
            one ->
                new Autoscaling(
                    one.text(),
                    PoolRules.interval(said).orElse(Autoscaling.DEFAULT_INTERVAL),
                    Optional.empty()));
    checkFree(key);
    Instant now = core.clock().change();
    Pool made =
        new Pool(
            PoolSettings.of(said),
            now,
            now,
            new Since<>(PoolState.ACTIVE, now),
            new Sizing(
                new Since<>(AllocationState.RESIZING, now),
                NodeTargets.NONE,
                timeout,
                List.of(),
                false),
            autoscaling,
            Optional.empty());
    AccountPool pool = core.account().add(made);
    core.events().pool(AccountEvent.Kind.POOL_CREATE, made);
    pools.resize(pool, targets, DeallocationOption.REQUEUE);
    formula.ifPresent(one -> autoscale.enable(pool, one));
    return pool;
  }

  private void checkFree(String key) {
    AccountPool there = core.account().pools().get(key);
    if (there != null) {
      throw there.pool().active()
          ? ErrorCode.POOL_EXISTS.error()
          : ErrorCode.POOL_BEING_DELETED.error();
    }
    quotas.checkPool(key);
  }

  private static Formula autoscaleFormula(ObjectNode said) {
    boolean sized = said.has("targetDedicatedNodes") || said.has("targetLowPriorityNodes");
    if (sized || !said.has("autoScaleFormula")) {
      throw ErrorCode.INVALID_AUTO_SCALING_SETTINGS.error();
    }
    return PoolRules.formula(said.path("autoScaleFormula").asText());
  }
}
