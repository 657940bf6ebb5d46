package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.NameValuePair;
import com.microsoft.azure.batch.protocol.models.PoolListOptions;
import com.microsoft.azure.batch.protocol.models.ResizeError;
import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.FailureRow;
import dev.batchline.failure.Happening;
import dev.batchline.spec.VmSizes;
import dev.batchline.target.Circumstances.CoreQuota;
import dev.batchline.target.Circumstances.Shortage;
import dev.batchline.target.Circumstances.ShortageCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a pool has fewer nodes than it wants, from the errors of its last resize.
 *
 * <p>Azure Batch's API doesn't tell quotas. What it does tell is how many nodes all pools of the
 * account have, so cores in use are shown beside the limit that the error names, if it does.
 */
final class Shortages {

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])[0-9]{1,7}(?![\\w.]*\\w)");

  private final BatchConnection connection;

  Shortages(BatchConnection connection) {
    this.connection = connection;
  }

  List<Shortage> of(CloudPool pool) {
    List<Shortage> shortages = new ArrayList<>();
    for (ResizeError error :
        pool.resizeErrors() == null ? List.<ResizeError>of() : pool.resizeErrors()) {
      String code = String.valueOf(error.code());
      ShortageCause cause = cause(code);
      String told = told(error.message(), error.values());
      shortages.add(
          new Shortage(
              cause,
              code,
              told,
              cause == ShortageCause.QUOTA ? quota(pool, code, told) : Optional.empty()));
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

  /** By the table of failures. */
  private static ShortageCause cause(String code) {
    FailureRow row = FailurePolicy.row(Happening.RESIZE_ERROR, code);
    if (row.code().equals(FailureRow.ANY)) {
      return ShortageCause.OTHER;
    }
    return switch (row.meaning()) {
      case CAPACITY ->
          row.action() == Action.WAIT_FOR_QUOTA ? ShortageCause.QUOTA : ShortageCause.NO_CAPACITY;
      case PERSON -> ShortageCause.STOPPED;
      case PROGRAM, INPUT, PLACE, SERVICE -> ShortageCause.OTHER;
    };
  }

  /** Which of the account's cores a quota counts. */
  private record Counted(String what, ToIntFunction<CloudPool> nodes, boolean series) {}

  private static Counted counted(String code, String vmSize) {
    return switch (code) {
      case "AccountLowPriorityCoreQuotaReached", "AccountSpotCoreQuotaReached" ->
          new Counted("Spot cores", pool -> number(pool.currentLowPriorityNodes()), false);
      case "AccountVMSeriesCoreQuotaReached" ->
          new Counted(
              "cores of the " + VmSizes.series(vmSize) + " series",
              pool -> number(pool.currentDedicatedNodes()),
              true);
      default ->
          new Counted("dedicated cores", pool -> number(pool.currentDedicatedNodes()), false);
    };
  }

  private Optional<CoreQuota> quota(CloudPool asking, String code, String told) {
    if (asking.vmSize() == null || VmSizes.cores(asking.vmSize()).isEmpty()) {
      return Optional.empty();
    }
    int perNode = VmSizes.cores(asking.vmSize()).getAsInt();
    Counted counted = counted(code, asking.vmSize());
    int used = 0;
    int own = 0;
    for (CloudPool pool : pools()) {
      String size = pool.vmSize() == null ? "" : pool.vmSize();
      boolean counts =
          !counted.series() || VmSizes.series(size).equals(VmSizes.series(asking.vmSize()));
      int cores = counts ? counted.nodes().applyAsInt(pool) * VmSizes.cores(size).orElse(0) : 0;
      used += cores;
      own += pool.id().equals(asking.id()) ? cores : 0;
    }
    return Optional.of(
        new CoreQuota(
            counted.what(), used, limit(told, used, perNode), own, asking.vmSize(), perNode));
  }

  /**
   * The number that the service names, if it can be the limit: no less than what is used, and too
   * little for one more node.
   */
  private static OptionalInt limit(String told, int used, int perNode) {
    return NUMBER
        .matcher(told)
        .results()
        .mapToInt(number -> Integer.parseInt(number.group()))
        .filter(number -> number >= used && number < used + perNode)
        .findFirst();
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
