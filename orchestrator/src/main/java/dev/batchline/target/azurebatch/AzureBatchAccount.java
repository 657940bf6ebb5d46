package dev.batchline.target.azurebatch;

import com.microsoft.azure.Page;
import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.CloudJob;
import com.microsoft.azure.batch.protocol.models.CloudJobSchedule;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.ImageInformation;
import com.microsoft.azure.batch.protocol.models.JobListOptions;
import com.microsoft.azure.batch.protocol.models.JobScheduleListOptions;
import com.microsoft.azure.batch.protocol.models.JobScheduleState;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.MetadataItem;
import com.microsoft.azure.batch.protocol.models.PoolListOptions;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.spec.VmSizes;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Circumstances;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.joda.time.DateTime;
import org.jspecify.annotations.Nullable;

/** What Batchline has left in a Batch account, and how it is removed. */
public final class AzureBatchAccount implements AutoCloseable {

  private static final Set<String> POOL_IS_GOING = Set.of("PoolNotFound", "PoolBeingDeleted");
  private static final Set<String> JOB_IS_GOING = Set.of("JobNotFound", "JobBeingDeleted");

  private static final Set<String> SCHEDULE_IS_GOING =
      Set.of("JobScheduleNotFound", "JobScheduleBeingDeleted");

  /** What a leftover is. */
  public enum Kind {
    POOL,
    JOB,
    JOB_SCHEDULE
  }

  /**
   * A pool or job that a run made.
   *
   * @param run by its metadata
   * @param expiry after which anyone may remove it; empty when its metadata doesn't say
   * @param active whether it may still compute: a pool with or without nodes, a job that has not
   *     ended
   * @param created when it was made, by the service's clock
   * @param nodes that it has now
   * @param cores of all of these; 0 when the VM size doesn't tell
   */
  public record Leftover(
      Kind kind,
      String id,
      String run,
      Optional<Instant> expiry,
      boolean active,
      Optional<Instant> created,
      int nodes,
      int cores) {

    public boolean hasExpired(Instant now) {
      return expiry.filter(now::isAfter).isPresent();
    }
  }

  private final BatchConnection connection;

  /** It gives up soon when the service does not answer: a person waits. */
  public AzureBatchAccount(AzureBatchSettings settings, Timeline timeline) {
    this.connection = new BatchConnection(settings, timeline, BatchConnection.Patience.LOOK);
  }

  /**
   * All pools and jobs that carry a run's id, whoever made them; others are not touched.
   *
   * @throws dev.batchline.base.RunException if the account can't be read
   */
  public List<Leftover> leftovers() {
    List<Leftover> found = new ArrayList<>();
    try {
      pages(
          batch ->
              batch
                  .pools()
                  .list(
                      new PoolListOptions()
                          .withSelect(
                              "id,state,metadata,creationTime,vmSize,currentDedicatedNodes,"
                                  + "currentLowPriorityNodes"))
                  .currentPage(),
          (batch, next) -> batch.pools().listNext(next).currentPage(),
          (CloudPool pool) ->
              leftover(new Thing(Kind.POOL, pool.id(), true, pool.creationTime()), pool.metadata())
                  .map(leftover -> with(pool, leftover))
                  .ifPresent(found::add));
      pages(
          batch ->
              batch
                  .jobs()
                  .list(new JobListOptions().withSelect("id,state,metadata,creationTime"))
                  .currentPage(),
          (batch, next) -> batch.jobs().listNext(next).currentPage(),
          (CloudJob job) ->
              leftover(
                      new Thing(
                          Kind.JOB,
                          job.id(),
                          job.state() != JobState.COMPLETED,
                          job.creationTime()),
                      job.metadata())
                  .ifPresent(found::add));
      pages(
          batch ->
              batch
                  .jobSchedules()
                  .list(new JobScheduleListOptions().withSelect("id,state,metadata,creationTime"))
                  .currentPage(),
          (batch, next) -> batch.jobSchedules().listNext(next).currentPage(),
          (CloudJobSchedule schedule) ->
              leftover(
                      new Thing(
                          Kind.JOB_SCHEDULE,
                          schedule.id(),
                          schedule.state() != JobScheduleState.COMPLETED,
                          schedule.creationTime()),
                      schedule.metadata())
                  .ifPresent(found::add));
    } catch (BatchProblem problem) {
      throw connection.explain("list pools, jobs and job schedules", problem);
    }
    return found;
  }

  /** Why the attempts of a job wait, for who looks at their run and doesn't drive it. */
  public Circumstances circumstances(String job) {
    try {
      return new CircumstancesLook(connection, job).look();
    } catch (BatchProblem problem) {
      throw connection.explain("look at job " + job, problem);
    }
  }

  /**
   * What an attempt has written to a file of its directory from a position on, at most so many
   * bytes; empty when the attempt, its node or the file is not there (yet, or any more).
   */
  public Optional<byte[]> written(RunId run, AttemptId attempt, String file, long from, int most) {
    try {
      return new NodeFiles(connection)
          .rangeOfTask(new NodeFiles.TaskFile(run.value(), attempt.value(), file), from, most);
    } catch (BatchProblem problem) {
      throw connection.explain("read " + file + " of " + attempt, problem);
    }
  }

  /**
   * How many bytes an attempt has written to a file of its directory so far; empty as for {@link
   * #written}.
   */
  public Optional<Long> size(RunId run, AttemptId attempt, String file) {
    try {
      return new NodeFiles(connection)
          .sizeOfTask(new NodeFiles.TaskFile(run.value(), attempt.value(), file));
    } catch (BatchProblem problem) {
      throw connection.explain("look at " + file + " of " + attempt, problem);
    }
  }

  /**
   * What counts against the account's quotas, as far as its data plane tells.
   *
   * @param activeJobs jobs that have not ended
   * @param cores of dedicated nodes
   * @param spotCores of Spot nodes
   */
  public record Use(int pools, int activeJobs, int nodes, int cores, int spotCores) {}

  /**
   * @throws dev.batchline.base.RunException if the account can't be read
   */
  public Use use() {
    int[] sums = new int[5];
    try {
      pages(
          batch ->
              batch
                  .pools()
                  .list(
                      new PoolListOptions()
                          .withSelect("id,vmSize,currentDedicatedNodes,currentLowPriorityNodes"))
                  .currentPage(),
          (batch, next) -> batch.pools().listNext(next).currentPage(),
          (CloudPool pool) -> {
            int dedicated = number(pool.currentDedicatedNodes());
            int spot = number(pool.currentLowPriorityNodes());
            int cores = pool.vmSize() == null ? 0 : VmSizes.cores(pool.vmSize()).orElse(0);
            sums[0]++;
            sums[2] += dedicated + spot;
            sums[3] += dedicated * cores;
            sums[4] += spot * cores;
          });
      pages(
          batch ->
              batch
                  .jobs()
                  .list(
                      new JobListOptions()
                          .withSelect("id,state")
                          .withFilter("state ne 'completed'"))
                  .currentPage(),
          (batch, next) -> batch.jobs().listNext(next).currentPage(),
          (CloudJob job) -> sums[1]++);
    } catch (BatchProblem problem) {
      throw connection.explain("read the Batch account", problem);
    }
    return new Use(sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  /**
   * Makes sure that these credentials may make and remove pools and jobs, without making any: who
   * may not is refused, who may is told that there is no such pool or job.
   *
   * @throws dev.batchline.base.RunException if they may not
   */
  public void requireRights() {
    String nothing = "batchline-doctor-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      RunResources.tolerating(POOL_IS_GOING, () -> delete(b -> b.pools().delete(nothing)));
      RunResources.tolerating(JOB_IS_GOING, () -> delete(b -> b.jobs().delete(nothing)));
    } catch (BatchProblem problem) {
      throw connection.explain("remove a pool or job, if there were one", problem);
    }
  }

  /** An image that nodes can have. */
  public record Image(String publisher, String offer, String sku, Optional<Instant> endOfLife) {}

  /** All images that Batch supports. */
  public List<Image> images() {
    List<Image> images = new ArrayList<>();
    try {
      pages(
          batch -> batch.accounts().listSupportedImages().currentPage(),
          (batch, next) -> batch.accounts().listSupportedImagesNext(next).currentPage(),
          (ImageInformation image) ->
              images.add(
                  new Image(
                      String.valueOf(image.imageReference().publisher()),
                      String.valueOf(image.imageReference().offer()),
                      String.valueOf(image.imageReference().sku()),
                      Optional.ofNullable(image.batchSupportEndOfLife())
                          .map(BatchFailures::instant))));
    } catch (BatchProblem problem) {
      throw connection.explain("list supported images", problem);
    }
    return images;
  }

  /** Removes it; nothing happens if it is gone. */
  public void remove(Leftover leftover) {
    try {
      switch (leftover.kind()) {
        case POOL ->
            RunResources.tolerating(
                POOL_IS_GOING, () -> delete(b -> b.pools().delete(leftover.id())));
        case JOB ->
            RunResources.tolerating(
                JOB_IS_GOING, () -> delete(b -> b.jobs().delete(leftover.id())));
        case JOB_SCHEDULE ->
            RunResources.tolerating(
                SCHEDULE_IS_GOING, () -> delete(b -> b.jobSchedules().delete(leftover.id())));
      }
    } catch (BatchProblem problem) {
      throw connection.explain("remove " + leftover.id(), problem);
    }
  }

  private void delete(Consumer<BatchServiceClient> call) {
    connection.call(
        batch -> {
          call.accept(batch);
          return true;
        });
  }

  private <T> void pages(
      Function<BatchServiceClient, Page<T>> first,
      BiFunction<BatchServiceClient, String, Page<T>> following,
      Consumer<T> consumer) {
    Page<T> page = connection.call(first);
    while (true) {
      page.items().forEach(consumer);
      String next = page.nextPageLink();
      if (next == null || next.isEmpty()) {
        return;
      }
      page = connection.call(batch -> following.apply(batch, next));
    }
  }

  /** What any of them has. */
  private record Thing(Kind kind, String id, boolean active, @Nullable DateTime created) {}

  private static Optional<Leftover> leftover(Thing thing, @Nullable List<MetadataItem> metadata) {
    return Ownership.value(metadata, Ownership.RUN)
        .map(
            run ->
                new Leftover(
                    thing.kind(),
                    thing.id(),
                    run,
                    expiry(metadata),
                    thing.active(),
                    Optional.ofNullable(thing.created()).map(BatchFailures::instant),
                    0,
                    0));
  }

  private static Leftover with(CloudPool pool, Leftover bare) {
    int nodes = number(pool.currentDedicatedNodes()) + number(pool.currentLowPriorityNodes());
    int cores = pool.vmSize() == null ? 0 : VmSizes.cores(pool.vmSize()).orElse(0);
    return new Leftover(
        bare.kind(),
        bare.id(),
        bare.run(),
        bare.expiry(),
        bare.active(),
        bare.created(),
        nodes,
        nodes * cores);
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  private static Optional<Instant> expiry(@Nullable List<MetadataItem> metadata) {
    return Ownership.value(metadata, Ownership.EXPIRY).flatMap(AzureBatchAccount::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
