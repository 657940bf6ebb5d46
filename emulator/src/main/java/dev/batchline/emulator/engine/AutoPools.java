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
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Pools that come and go with a job, or with a job schedule. */
final class AutoPools {

  private final Core core;
  private final PoolMaker maker;
  private final PoolLife pools;
  private final Map<AccountJob, String> made = new HashMap<>();
  private final Map<String, String> ofSchedules = new HashMap<>();
  private final Set<String> keptAlive = new HashSet<>();

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
    Optional<String> schedule =
        said.path("poolLifetimeOption").asText().equals("jobschedule")
            ? job.job().schedule().map(from -> Ids.key(from.scheduleId()))
            : Optional.empty();
    Optional<String> shared = schedule.map(ofSchedules::get);
    if (shared.isPresent()) {
      core.put(job, job.job().withPool(shared));
      return;
    }
    String id = id(said.path("autoPoolIdPrefix").asText(), job);
    pool.put("id", id);
    try {
      maker.add(pool);
    } catch (BatchError refused) {
      fail(job, refused);
      return;
    }
    core.put(job, job.job().withPool(Optional.of(id)));
    if (schedule.isPresent()) {
      ofSchedules.put(schedule.get(), id);
    }
    boolean kept = said.path("keepAlive").asBoolean();
    if (schedule.isEmpty() && !kept) {
      made.put(job, id);
    } else if (schedule.isPresent() && kept) {
      keptAlive.add(schedule.get());
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
    Optional.ofNullable(made.remove(job)).ifPresent(this::delete);
  }

  /** A job schedule has ended: the pool that its jobs shared goes, unless it is kept. */
  void scheduleEnded(String scheduleId) {
    String key = Ids.key(scheduleId);
    Optional<String> id = Optional.ofNullable(ofSchedules.remove(key));
    if (!keptAlive.remove(key)) {
      id.ifPresent(this::delete);
    }
  }

  private void delete(String poolId) {
    Optional<AccountPool> pool = core.account().findPool(poolId);
    pool.filter(one -> one.pool().active()).ifPresent(pools::delete);
  }
}
