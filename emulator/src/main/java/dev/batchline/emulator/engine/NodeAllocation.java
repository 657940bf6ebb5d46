package dev.batchline.emulator.engine;

import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.fault.FaultPoint;
import dev.batchline.emulator.fault.Occasion;
import dev.batchline.emulator.fault.ResizeErrorCode;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.Quotas;
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

  private final Core core;

  /**
   * What a pool gets of what it asks for.
   *
   * @param timesOut whether it goes on asking for the rest until its resize times out
   */
  record Grant(boolean dedicated, int nodes, Optional<ResizeError> error, boolean timesOut) {
    static Grant all(boolean dedicated, int nodes) {
      return new Grant(dedicated, nodes, Optional.empty(), false);
    }
  }

  NodeAllocation(Core core) {
    this.core = core;
  }

  /** Nodes that a pool lacks; those that leave don't count. */
  int missing(AccountPool pool, NodeTargets targets, boolean dedicated) {
    return targets.of(dedicated) - staying(pool, dedicated);
  }

  Grant grant(AccountPool pool, boolean dedicated) {
    int missing = missing(pool, pool.pool().sizing().targets(), dedicated);
    if (missing <= 0) {
      return Grant.all(dedicated, 0);
    }
    Occasion occasion =
        Occasion.of(FaultPoint.ALLOCATION, dedicated ? "dedicated nodes" : "Spot nodes")
            .with(Subject.POOL, pool.pool().id());
    return core.faults()
        .strike(occasion, Fault.AllocationFailed.class)
        .map(fault -> failed(fault, dedicated, missing))
        .orElseGet(() -> withinQuota(pool, dedicated, missing));
  }

  /** A timeout is told when it has passed. */
  private static Grant failed(Fault.AllocationFailed fault, boolean dedicated, int missing) {
    ResizeErrorCode code = fault.code();
    int nodes = Math.min(missing, fault.nodes());
    return code == ResizeErrorCode.ALLOCATION_TIMED_OUT
        ? new Grant(dedicated, nodes, Optional.empty(), true)
        : new Grant(
            dedicated,
            nodes,
            Optional.of(new ResizeError(code.code(dedicated), code.message(dedicated))),
            false);
  }

  private Grant withinQuota(AccountPool pool, boolean dedicated, int missing) {
    int cores = VmSizes.cores(pool.pool().settings().vmSize());
    Quotas quotas = core.quotas().get();
    int quota = dedicated ? quotas.dedicatedCores() : quotas.lowPriorityCores();
    int fits = Math.max(0, (quota - coresInUse(dedicated)) / cores);
    if (fits >= missing) {
      return Grant.all(dedicated, missing);
    }
    ResizeError error =
        dedicated
            ? new ResizeError("AccountCoreQuotaReached", String.format(QUOTA, "dedicated", quota))
            : new ResizeError(
                "AccountLowPriorityCoreQuotaReached", String.format(QUOTA, "low-priority", quota));
    return new Grant(dedicated, fits, Optional.of(error), false);
  }

  private int coresInUse(boolean dedicated) {
    int cores = 0;
    for (AccountPool pool : core.account().pools().values()) {
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
