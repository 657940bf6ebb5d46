package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Document;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Pool.Owner;
import dev.batchline.emulator.model.Pool.Owner.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Pools that come and go with a job, or with a job schedule. */
final class AutoPools {

  private final Core core;
  private final PoolMaker maker;
  private final PoolLife pools;

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
    Owner owner = owner(job.job(), said);
    Optional<AccountPool> shared = owner.kind() == Kind.SCHEDULE ? owned(owner) : Optional.empty();
    if (shared.isPresent()) {
      core.put(job, job.job().withPool(Optional.of(shared.get().pool().id())));
      return;
    }
    String id = id(said.path("autoPoolIdPrefix").asText(), job);
    pool.put("id", id);
    if (!pool.path("certificateReferences").isEmpty()) {
      fail(job, id, missing(pool.path("certificateReferences")));
      return;
    }
    try {
      AccountPool made = maker.add(pool);
      core.put(made, made.pool().withOwner(owner));
    } catch (BatchError refused) {
      fail(
          job,
          id,
          new Job.SchedulingError(
              code(refused), String.valueOf(refused.getMessage()), refused.values()));
      return;
    }
    core.put(job, job.job().withPool(Optional.of(id)));
  }

  private static Owner owner(Job job, ObjectNode said) {
    boolean kept = said.path("keepAlive").asBoolean();
    return said.path("poolLifetimeOption").asText().equals("jobschedule")
            && job.schedule().isPresent()
        ? new Owner(Kind.SCHEDULE, Ids.key(job.schedule().get().scheduleId()), kept)
        : new Owner(Kind.JOB, job.key(), kept);
  }

  /** The pool that was made for a job or schedule, if it is there. */
  private Optional<AccountPool> owned(Owner owner) {
    return core.account().pools().values().stream()
        .filter(pool -> pool.pool().active())
        .filter(
            pool ->
                pool.pool()
                    .owner()
                    .filter(one -> one.kind() == owner.kind() && one.key().equals(owner.key()))
                    .isPresent())
        .findFirst();
  }

  /** An account has no certificates, as they are retired. */
  private static Job.SchedulingError missing(JsonNode certificates) {
    Map<String, String> details = new HashMap<>();
    for (JsonNode certificate : certificates) {
      String algorithm = certificate.path("thumbprintAlgorithm").asText();
      details.put(
          algorithm + "-" + certificate.path("thumbprint").asText(),
          "The specified certificate does not exist.");
    }
    return new Job.SchedulingError(
        "InvalidCertificatesInAutoPool",
        "One or more certificates specified for the pool are invalid",
        details);
  }

  private void fail(AccountJob job, String pool, Job.SchedulingError error) {
    Instant now = core.clock().now();
    Job.Outcome outcome = new Job.Outcome(Optional.of(now), Optional.empty(), Optional.of(error));
    core.put(
        job,
        job.job()
            .withPool(Optional.of(pool))
            .withOutcome(outcome)
            .withState(job.job().state().to(JobState.COMPLETED, now)));
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

  /** A job was changed: its pool may be kept now, or not any more. */
  void changed(AccountJob job) {
    job.job()
        .settings()
        .autoPool()
        .map(specification -> owner(job.job(), specification.tree()))
        .filter(owner -> owner.kind() == Kind.JOB)
        .ifPresent(owner -> owned(owner).ifPresent(p -> core.put(p, p.pool().withOwner(owner))));
  }

  /** A job has ended: its pool goes, unless it is kept. */
  void jobEnded(AccountJob job) {
    ended(new Owner(Kind.JOB, job.job().key(), false));
  }

  /** A job schedule has ended: the pool that its jobs shared goes, unless it is kept. */
  void scheduleEnded(String scheduleId) {
    ended(new Owner(Kind.SCHEDULE, Ids.key(scheduleId), false));
  }

  private void ended(Owner owner) {
    owned(owner)
        .filter(pool -> pool.pool().owner().filter(Owner::kept).isEmpty())
        .ifPresent(pools::delete);
  }
}
