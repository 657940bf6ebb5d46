package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.ResizeError;
import dev.batchline.emulator.model.VmSizes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** How many nodes a pool gets, within the account's quotas, and what they are called. */
final class NodeAllocation {

  static final String STOPPED =
      "Desired number of %s nodes could not be allocated due to a stop resize operation";
  static final String TIMED_OUT =
      "Desired number of %s nodes could not be allocated as the resize timeout was reached";
  private static final String QUOTA = "The specified account has reached the quota of %s cores: %d";

  private final Account account;
  private final Quotas quotas;

  /** What a pool gets of what it asks for. */
  record Grant(int nodes, Optional<ResizeError> error) {}

  NodeAllocation(Account account, Quotas quotas) {
    this.account = account;
    this.quotas = quotas;
  }

  /** Nodes that a pool lacks; those that leave don't count. */
  int missing(AccountPool pool, NodeTargets targets, boolean dedicated) {
    return targets.of(dedicated) - staying(pool, dedicated);
  }

  Grant grant(AccountPool pool, boolean dedicated) {
    int missing = missing(pool, pool.pool().sizing().targets(), dedicated);
    if (missing <= 0) {
      return new Grant(0, Optional.empty());
    }
    int cores = VmSizes.cores(pool.pool().settings().vmSize());
    int quota = dedicated ? quotas.dedicatedCores() : quotas.lowPriorityCores();
    int fits = Math.max(0, (quota - coresInUse(dedicated)) / cores);
    if (fits >= missing) {
      return new Grant(missing, Optional.empty());
    }
    ResizeError error =
        dedicated
            ? new ResizeError("AccountCoreQuotaReached", String.format(QUOTA, "dedicated", quota))
            : new ResizeError(
                "AccountLowPriorityCoreQuotaReached", String.format(QUOTA, "low-priority", quota));
    return new Grant(fits, Optional.of(error));
  }

  private int coresInUse(boolean dedicated) {
    int cores = 0;
    for (AccountPool pool : account.pools().values()) {
      int nodes =
          (int) pool.allNodes().stream().filter(node -> node.dedicated() == dedicated).count();
      cores += nodes * VmSizes.cores(pool.pool().settings().vmSize());
    }
    return cores;
  }

  private static int staying(AccountPool pool, boolean dedicated) {
    return (int)
        pool.allNodes().stream()
            .filter(node -> node.dedicated() == dedicated && !node.is(NodeState.LEAVINGPOOL))
            .count();
  }

  /** A new node: its id has the service's form and comes from pool and number. */
  Node.Origin next(AccountPool pool, boolean dedicated, Instant now) {
    int number = pool.nextNumber();
    Pool of = pool.pool();
    String seed = of.id() + "/" + of.created() + "/" + number;
    String id = "tvmps_" + digest(seed) + (dedicated ? "_d" : "_p");
    return new Node.Origin(of.id(), id, number, dedicated, of.settings().vmSize(), now);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
