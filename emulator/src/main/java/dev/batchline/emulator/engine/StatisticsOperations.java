package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.PoolUsage;
import dev.batchline.emulator.model.VmSizes;
import dev.batchline.emulator.model.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The account's statistics, which versions up to 2022-10-01.16.0 of the API have. What the emulator
 * doesn't measure is zero, as it is in the service's own answers for accounts that are young.
 */
final class StatisticsOperations {

  private final Core core;
  private final Instant since;

  StatisticsOperations(Core core) {
    this.core = core;
    this.since = core.clock().now();
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.JOB_GET_ALL_LIFETIME_STATISTICS, this::jobs);
    handlers.put(Operation.POOL_GET_ALL_LIFETIME_STATISTICS, this::pools);
  }

  private Reply jobs(Call call) {
    LifetimeStatistics.Totals totals = core.statistics().totals();
    Instant now = core.clock().now();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("url", call.base() + "/lifetimejobstats");
    times(json, now);
    json.put("userCPUTime", "PT0S").put("kernelCPUTime", "PT0S");
    json.put("wallClockTime", WireTime.text(totals.wallClock()));
    json.put("readIOps", "0").put("writeIOps", "0");
    json.put("readIOGiB", 0.0).put("writeIOGiB", 0.0);
    json.put("numSucceededTasks", Long.toString(totals.succeeded()));
    json.put("numFailedTasks", Long.toString(totals.failed()));
    json.put("numTaskRetries", Long.toString(totals.retries()));
    json.put("waitTime", WireTime.text(totals.waiting()));
    return () -> new Answer.Entity(json, Optional.empty());
  }

  private Reply pools(Call call) {
    Instant now = core.clock().now();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("url", call.base() + "/lifetimepoolstats");
    ObjectNode usage = json.putObject("usageStats");
    times(usage, now);
    usage.put("dedicatedCoreTime", WireTime.text(coreTime(now)));
    ObjectNode resources = json.putObject("resourceStats");
    times(resources, now);
    resources.put("diskReadIOps", "0").put("diskWriteIOps", "0");
    for (String average :
        List.of(
            "avgCPUPercentage",
            "avgMemoryGiB",
            "peakMemoryGiB",
            "avgDiskGiB",
            "peakDiskGiB",
            "diskReadGiB",
            "diskWriteGiB",
            "networkReadGiB",
            "networkWriteGiB")) {
      resources.put(average, 0.0);
    }
    return () -> new Answer.Entity(json, Optional.empty());
  }

  private void times(ObjectNode json, Instant now) {
    json.put("startTime", WireTime.text(since)).put("lastUpdateTime", WireTime.text(now));
  }

  private Duration coreTime(Instant now) {
    List<PoolUsage> all = new ArrayList<>(core.account().past());
    core.account().pools().values().forEach(pool -> all.add(pool.usage(now)));
    Duration sum = Duration.ZERO;
    for (PoolUsage usage : all) {
      for (Duration spent : usage.byHour().values()) {
        sum = sum.plus(spent.multipliedBy(VmSizes.cores(usage.vmSize())));
      }
    }
    return sum;
  }
}
