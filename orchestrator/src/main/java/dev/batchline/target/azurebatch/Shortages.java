package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.NameValuePair;
import com.microsoft.azure.batch.protocol.models.PoolListOptions;
import com.microsoft.azure.batch.protocol.models.ResizeError;
import dev.batchline.spec.VmSizes;
import dev.batchline.target.Circumstances.Shortage;
import dev.batchline.target.Circumstances.ShortageCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a pool has fewer nodes than it wants, from the errors of its last resize.
 *
 * <p>Azure Batch's API doesn't tell quotas. What it does tell is how many nodes all pools of the
 * account have, so cores in use are shown beside the limit that the error names.
 */
final class Shortages {

  private static final Map<String, ShortageCause> CAUSES =
      Map.of(
          "AccountCoreQuotaReached", ShortageCause.QUOTA,
          "AccountLowPriorityCoreQuotaReached", ShortageCause.QUOTA,
          "AccountSpotCoreQuotaReached", ShortageCause.QUOTA,
          "AccountVMSeriesCoreQuotaReached", ShortageCause.QUOTA,
          "SubscriptionCoreQuotaReached", ShortageCause.QUOTA,
          "AllocationFailed", ShortageCause.NO_CAPACITY,
          "AllocationTimedout", ShortageCause.NO_CAPACITY,
          "AllocationTimedOut", ShortageCause.NO_CAPACITY,
          "ResizeStopped", ShortageCause.STOPPED);

  private final BatchConnection connection;

  Shortages(BatchConnection connection) {
    this.connection = connection;
  }

  List<Shortage> of(CloudPool pool) {
    List<Shortage> shortages = new ArrayList<>();
    for (ResizeError error :
        pool.resizeErrors() == null ? List.<ResizeError>of() : pool.resizeErrors()) {
      String code = String.valueOf(error.code());
      ShortageCause cause = CAUSES.getOrDefault(code, ShortageCause.OTHER);
      String told = told(error.message(), error.values());
      shortages.add(
          new Shortage(cause, code, cause == ShortageCause.QUOTA ? told + inUse(pool) : told));
    }
    return shortages;
  }

  private static String told(@Nullable String message, @Nullable List<NameValuePair> values) {
    String text = message == null ? "" : message.lines().findFirst().orElse("").strip();
    String facts =
        values == null
            ? ""
            : values.stream()
                .map(value -> value.name() + " " + value.value())
                .filter(fact -> !text.contains(fact))
                .collect(Collectors.joining(", "));
    String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return sentence + (facts.isEmpty() ? "" : " (" + facts + ")");
  }

  private String inUse(CloudPool asking) {
    int account = 0;
    int own = 0;
    for (CloudPool pool : pools()) {
      int nodes = number(pool.currentDedicatedNodes()) + number(pool.currentLowPriorityNodes());
      int cores = nodes * (pool.vmSize() == null ? 0 : VmSizes.cores(pool.vmSize()).orElse(0));
      account += cores;
      own += pool.id().equals(asking.id()) ? cores : 0;
    }
    return "; pools of this account have "
        + account
        + " cores now, "
        + own
        + " of them this run's, and a node of "
        + asking.vmSize()
        + " takes "
        + (asking.vmSize() == null ? 0 : VmSizes.cores(asking.vmSize()).orElse(0));
  }

  /** The first page: a thousand pools. */
  private List<CloudPool> pools() {
    return connection.call(
        batch ->
            batch
                .pools()
                .list(
                    new PoolListOptions()
                        .withSelect("id,vmSize,currentDedicatedNodes,currentLowPriorityNodes"))
                .currentPage()
                .items());
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
