package dev.batchline.run;

import dev.batchline.target.Circumstances.CoreQuota;
import dev.batchline.target.Circumstances.PoolCondition;
import dev.batchline.target.Circumstances.Shortage;
import dev.batchline.target.Circumstances.ShortageCause;
import java.util.Optional;

/**
 * Rows of {@link Standstill} about nodes that the pool did not get.
 *
 * <p>Resize errors stay on a pool until the next resize that works. One is a cause only while the
 * pool has fewer nodes than it wants.
 */
final class ShortageSentences {

  private ShortageSentences() {}

  /** Nothing is in use, so nothing that ends makes room. */
  static Optional<String> quotaTooSmall(StandstillFacts facts) {
    return PoolSentences.waiting(
        facts,
        pool ->
            pool.shortages().stream()
                .filter(shortage -> isTooSmall(shortage) && lacks(pool))
                .findFirst()
                .flatMap(
                    shortage -> shortage.quota().map(quota -> tooSmall(shortage.code(), quota))));
  }

  private static boolean isTooSmall(Shortage shortage) {
    return shortage.cause() == ShortageCause.QUOTA
        && shortage.quota().filter(quota -> quota.used() == 0).isPresent();
  }

  private static String tooSmall(String code, CoreQuota quota) {
    String node =
        "a node of " + quota.vmSize() + " takes " + SpanText.count(quota.perNode(), "core");
    return quota.limit().isPresent()
        ? "the quota of "
            + quota.what()
            + " allows not even one node: it is "
            + quota.limit().getAsInt()
            + ", and "
            + node
            + ": "
            + code
        : "the quota of "
            + quota.what()
            + " gave the pool no node, though nothing of it is in use now; "
            + node
            + ", and is asked for again every few minutes: "
            + code;
  }

  static Optional<String> quota(StandstillFacts facts) {
    return shortage(facts, ShortageCause.QUOTA);
  }

  static Optional<String> noCapacity(StandstillFacts facts) {
    return shortage(facts, ShortageCause.NO_CAPACITY);
  }

  static Optional<String> resizeStopped(StandstillFacts facts) {
    return shortage(facts, ShortageCause.STOPPED);
  }

  static Optional<String> resizeFailed(StandstillFacts facts) {
    return shortage(facts, ShortageCause.OTHER);
  }

  private static Optional<String> shortage(StandstillFacts facts, ShortageCause cause) {
    return PoolSentences.waiting(
        facts,
        pool ->
            pool.shortages().stream()
                .filter(
                    shortage -> shortage.cause() == cause && lacks(pool) && !isTooSmall(shortage))
                .findFirst()
                .map(
                    shortage ->
                        what(shortage)
                            + ", and the pool has "
                            + PoolSentences.has(pool)
                            + told(shortage)));
  }

  /** A pool that has what it wants lacks nothing, whatever its last resize said. */
  private static boolean lacks(PoolCondition pool) {
    return pool.wanted().isEmpty()
        ? pool.nodes(PoolSentences.USABLE) + pool.nodes(PoolSentences.BOOTING) == 0
        : pool.nodes() < pool.wanted().getAsInt();
  }

  private static String what(Shortage shortage) {
    return switch (shortage.cause()) {
      case QUOTA ->
          shortage
              .quota()
              .map(quota -> "the quota of " + quota.what() + " is used up" + numbers(quota))
              .orElse("the quota for cores is used up");
      case NO_CAPACITY -> "Azure has no such machines free now";
      case STOPPED -> "someone stopped the pool's resize";
      case OTHER -> "the pool's resize failed";
    };
  }

  private static String numbers(CoreQuota quota) {
    return quota.limit().isPresent()
        ? " (" + quota.used() + " of " + quota.limit().getAsInt() + ")"
        : " (" + quota.used() + " in use)";
  }

  private static String told(Shortage shortage) {
    String detail = shortage.detail().isEmpty() ? "" : ", " + shortage.detail();
    return ": " + shortage.code() + shortage.quota().map(ShortageSentences::share).orElse(detail);
  }

  /** Who has the cores, and how many more one node needs. */
  private static String share(CoreQuota quota) {
    return "; "
        + quota.own()
        + " of them are this pool's, and "
        + "a node of "
        + quota.vmSize()
        + " takes "
        + SpanText.count(quota.perNode(), "core");
  }
}
