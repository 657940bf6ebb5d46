package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.FormulaErrorCode;
import dev.batchline.autoscale.FormulaSyntaxException;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.PackageReference;
import dev.batchline.emulator.model.Sizing;
import dev.batchline.emulator.model.VmSizes;
import dev.batchline.emulator.model.WireTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the service refuses in the description of a pool. */
final class PoolRules {

  private static final Duration SHORTEST_RESIZE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(5);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(7);
  private static final int MOST_SLOTS = 256;

  private final MachineRules machines = new MachineRules();
  private final Packages packages;

  PoolRules(Applications applications) {
    this.packages = new Packages(applications);
  }

  /** Checks all that doesn't concern the pool's size. */
  void check(ObjectNode pool) {
    int slots = pool.path("taskSlotsPerNode").asInt(1);
    int most = Math.min(MOST_SLOTS, 4 * VmSizes.cores(pool.path("vmSize").asText()));
    if (slots < 1 || slots > most) {
      throw ErrorCode.invalidValue(
          "taskSlotsPerNode",
          Integer.toString(slots),
          "The value must be between 1 and 4 times the number of cores of the VM, and at most 256.");
    }
    machines.check(pool);
    PlatformRules.check(pool);
    UserRules.checkAccounts(pool);
    packages.check(PackageReference.all(pool.path("applicationPackageReferences")), true);
    if (!pool.has("virtualMachineConfiguration") && !pool.has("cloudServiceConfiguration")) {
      throw ErrorCode.MISSING_REQUIRED_PROPERTY.error(
          Map.of("PropertyName", "virtualMachineConfiguration"));
    }
  }

  static int target(ObjectNode body, String member, int otherwise) {
    int target = body.path(member).asInt(otherwise);
    if (target < 0) {
      throw ErrorCode.invalidValue(
          member, Integer.toString(target), "The value must not be negative.");
    }
    return target;
  }

  static Duration resizeTimeout(ObjectNode body) {
    Duration timeout =
        WireTime.duration(body.path("resizeTimeout").asText()).orElse(Sizing.DEFAULT_TIMEOUT);
    if (timeout.compareTo(SHORTEST_RESIZE) < 0) {
      throw ErrorCode.invalidValue(
          "resizeTimeout", WireTime.text(timeout), "The value must be at least 5 minutes.");
    }
    return timeout;
  }

  static Optional<Duration> interval(ObjectNode body) {
    Optional<Duration> interval =
        WireTime.duration(body.path("autoScaleEvaluationInterval").asText());
    if (interval
        .filter(i -> i.compareTo(SHORTEST_INTERVAL) < 0 || i.compareTo(LONGEST_INTERVAL) > 0)
        .isPresent()) {
      throw ErrorCode.invalidValue(
          "autoScaleEvaluationInterval",
          WireTime.text(interval.get()),
          "The value must be between 5 minutes and 168 hours.");
    }
    return interval;
  }

  static Formula formula(String text) {
    if (text.isBlank()) {
      throw ErrorCode.invalidValue("autoScaleFormula", text, "The formula must not be empty.");
    }
    try {
      return Formula.parse(text);
    } catch (FormulaSyntaxException mistaken) {
      ErrorCode code =
          mistaken.code() == FormulaErrorCode.TOO_LONG
              ? ErrorCode.FORMULA_TOO_LONG
              : ErrorCode.FORMULA_SYNTAX;
      throw code.error(Map.of("Message", mistaken.first().detail()));
    }
  }
}
