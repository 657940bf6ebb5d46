package dev.batchline.emulator;

import dev.batchline.emulator.fault.FaultPlan;
import dev.batchline.emulator.fault.FaultRule;
import dev.batchline.emulator.fault.Frequency;
import dev.batchline.emulator.fault.Parameter;
import dev.batchline.emulator.model.AccountQuotas;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.page.Facts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the pages tell of how this emulator was started, and of what was asked of it since. */
final class PageFacts {

  private PageFacts() {}

  static Facts of(EmulatorSettings settings, AccountQuotas account, FaultPlan faults) {
    return new Facts(
        settings.http().key().account(),
        () -> settings(settings, account.quotas()),
        () ->
            faults.standings().stream().filter(one -> !one.over()).map(PageFacts::fault).toList());
  }

  private static List<Map.Entry<String, String>> settings(
      EmulatorSettings settings, Quotas quotas) {
    return List.of(
        Map.entry("Pace", pace(settings) + " times as fast as Azure"),
        Map.entry("Directory of nodes", settings.directory().toString()),
        Map.entry("Quota of pools", Integer.toString(quotas.pools())),
        Map.entry("Quota of active jobs", Integer.toString(quotas.jobs())),
        Map.entry("Quota of dedicated cores", Integer.toString(quotas.dedicatedCores())),
        Map.entry("Quota of Spot cores", Integer.toString(quotas.lowPriorityCores())));
  }

  private static String pace(EmulatorSettings settings) {
    return BigDecimal.valueOf(settings.pace()).stripTrailingZeros().toPlainString();
  }

  private static Facts.Fault fault(FaultPlan.Standing standing) {
    FaultRule rule = standing.rule();
    String limits =
        rule.filter().globs().entrySet().stream()
            .map(limit -> limit.getKey().member() + " " + String.join(", ", limit.getValue()))
            .collect(Collectors.joining("; "));
    return new Facts.Fault(
        standing.id() + " " + rule.kind().word() + details(rule),
        (limits.isEmpty() ? "everything" : limits) + often(rule.frequency()),
        standing.struck());
  }

  private static String details(FaultRule rule) {
    List<String> said = new ArrayList<>();
    for (Parameter parameter : Parameter.values()) {
      if (rule.parameters().containsKey(parameter)) {
        said.add(parameter.member() + " " + rule.parameters().getOrDefault(parameter, ""));
      }
    }
    return said.isEmpty() ? "" : " (" + String.join(", ", said) + ")";
  }

  private static String often(Frequency frequency) {
    String share =
        frequency.probability() < 1 ? ", with probability " + frequency.probability() : "";
    return frequency.times() < Long.MAX_VALUE
        ? share + ", at most " + frequency.times() + " times"
        : share;
  }
}
