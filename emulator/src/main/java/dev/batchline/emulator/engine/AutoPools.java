package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Document;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Pools that come and go with a job. */
final class AutoPools {

  private final Core core;
  private final PoolMaker maker;
  private final PoolLife pools;
  private final Map<AccountJob, String> made = new HashMap<>();

  AutoPools(Core core, PoolMaker maker, PoolLife pools) {
    this.core = core;
    this.maker = maker;
    this.pools = pools;
  }

  /** Makes the pool of a job; a job that can't get one is completed with the reason. */
  void make(AccountJob job, Document specification) {
    ObjectNode said = specification.tree();
    if (!(said.get("pool") instanceof ObjectNode pool)) {
      throw ErrorCode.MISSING_REQUIRED_PROPERTY.error(Map.of("PropertyName", "pool"));
    }
    String id = id(said.path("autoPoolIdPrefix").asText(), job);
    pool.put("id", id);
    try {
      maker.add(pool);
      core.put(job, job.job().withPool(Optional.of(id)));
      if (!said.path("keepAlive").asBoolean()) {
        made.put(job, id);
      }
    } catch (BatchError refused) {
      fail(job, refused);
    }
  }

  private void fail(AccountJob job, BatchError refused) {
    Instant now = core.clock().now();
    Job.Outcome outcome =
        new Job.Outcome(
            Optional.of(now),
            Optional.empty(),
            Optional.of(
                new Job.SchedulingError(code(refused), String.valueOf(refused.getMessage()))));
    core.put(
        job,
        job.job().withOutcome(outcome).withState(job.job().state().to(JobState.COMPLETED, now)));
  }

  private static String code(BatchError refused) {
    return switch (refused.code()) {
      case "PoolQuotaReached" -> "AutoPoolCreationFailedWithQuotaReached";
      case "InvalidApplicationPackageReferences" -> "InvalidApplicationPackageReferencesInAutoPool";
      case "AutoScalingFormulaSyntaxError", "AutoScalingFormulaTooLong" ->
          "InvalidAutoScaleFormulaInAutoPool";
      default -> "InvalidAutoPoolSettings";
    };
  }

  private static String id(String prefix, AccountJob job) {
    byte[] seed = (job.job().id() + job.job().created()).getBytes(StandardCharsets.UTF_8);
    String guid = UUID.nameUUIDFromBytes(seed).toString().toUpperCase(Locale.ROOT);
    return prefix.isEmpty() ? guid : prefix + "_" + guid;
  }

  /** A job has ended: its pool goes, unless it is kept. */
  void jobEnded(AccountJob job) {
    String id = made.remove(job);
    if (id == null) {
      return;
    }
    Optional<AccountPool> pool = core.account().findPool(Ids.key(id));
    pool.filter(one -> one.pool().active()).ifPresent(pools::delete);
  }
}
