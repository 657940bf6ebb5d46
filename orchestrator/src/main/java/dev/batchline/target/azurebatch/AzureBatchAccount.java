package dev.batchline.target.azurebatch;

import com.microsoft.azure.Page;
import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.CloudJob;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.JobListOptions;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.MetadataItem;
import com.microsoft.azure.batch.protocol.models.PoolListOptions;
import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Circumstances;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What Batchline has left in a Batch account, and how it is removed. */
public final class AzureBatchAccount implements AutoCloseable {

  private static final Set<String> POOL_IS_GOING = Set.of("PoolNotFound", "PoolBeingDeleted");
  private static final Set<String> JOB_IS_GOING = Set.of("JobNotFound", "JobBeingDeleted");

  /** What a leftover is. */
  public enum Kind {
    POOL,
    JOB
  }

  /**
   * A pool or job that a run made.
   *
   * @param run by its metadata
   * @param expiry after which anyone may remove it; empty when its metadata doesn't say
   * @param active whether it may still compute: a pool with or without nodes, a job that has not
   *     ended
   */
  public record Leftover(
      Kind kind, String id, String run, Optional<Instant> expiry, boolean active) {

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
                  .list(new PoolListOptions().withSelect("id,state,metadata"))
                  .currentPage(),
          (batch, next) -> batch.pools().listNext(next).currentPage(),
          (CloudPool pool) ->
              leftover(Kind.POOL, pool.id(), pool.metadata(), true).ifPresent(found::add));
      pages(
          batch ->
              batch.jobs().list(new JobListOptions().withSelect("id,state,metadata")).currentPage(),
          (batch, next) -> batch.jobs().listNext(next).currentPage(),
          (CloudJob job) ->
              leftover(Kind.JOB, job.id(), job.metadata(), job.state() != JobState.COMPLETED)
                  .ifPresent(found::add));
    } catch (BatchProblem problem) {
      throw connection.explain("list pools and jobs", problem);
    }
    return found;
  }

  /** Why the attempts of a run wait, for who looks at it and doesn't drive it. */
  public Circumstances circumstances(RunId run) {
    try {
      return new CircumstancesLook(connection, run.value()).look();
    } catch (BatchProblem problem) {
      throw connection.explain("look at job " + run, problem);
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

  /** Removes it; nothing happens if it is gone. */
  public void remove(Leftover leftover) {
    try {
      if (leftover.kind() == Kind.POOL) {
        RunResources.tolerating(POOL_IS_GOING, () -> delete(b -> b.pools().delete(leftover.id())));
      } else {
        RunResources.tolerating(JOB_IS_GOING, () -> delete(b -> b.jobs().delete(leftover.id())));
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

  private static Optional<Leftover> leftover(
      Kind kind, String id, @Nullable List<MetadataItem> metadata, boolean active) {
    return Ownership.value(metadata, Ownership.RUN)
        .map(run -> new Leftover(kind, id, run, expiry(metadata), active));
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
