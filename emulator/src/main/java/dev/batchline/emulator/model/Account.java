package dev.batchline.emulator.model;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All there is: pools, jobs and job schedules, by key. Owned by the engine's thread; what it holds
 * is immutable, so that what was read from it can be shown by any thread.
 */
public final class Account {

  private static final int MOST_PAST_POOLS = 1000;

  private final NavigableMap<String, AccountPool> pools = new TreeMap<>();
  private final NavigableMap<String, AccountJob> jobs = new TreeMap<>();
  private final NavigableMap<String, JobSchedule> schedules = new TreeMap<>();
  private final Deque<PoolUsage> past = new ArrayDeque<>();
  private Consumer<Change> watcher = change -> {};

  /** From now on somebody is told of every change, when it has been made. */
  public void watch(Consumer<Change> next) {
    watcher = next;
  }

  private void changed(Change change) {
    watcher.accept(change);
  }

  public NavigableMap<String, AccountPool> pools() {
    return Collections.unmodifiableNavigableMap(pools);
  }

  public NavigableMap<String, AccountJob> jobs() {
    return Collections.unmodifiableNavigableMap(jobs);
  }

  public NavigableMap<String, JobSchedule> schedules() {
    return Collections.unmodifiableNavigableMap(schedules);
  }

  /** What pools that are gone have used, the oldest first. */
  public Collection<PoolUsage> past() {
    return Collections.unmodifiableCollection(past);
  }

  public AccountPool add(Pool pool) {
    AccountPool added = new AccountPool(pool, this::changed);
    pools.put(added.key(), added);
    changed(new Change.OfPool(added.key()));
    return added;
  }

  public void remove(AccountPool pool) {
    pools.remove(pool.key());
    changed(new Change.OfPool(pool.key()));
  }

  /** Keeps the usage of a pool that is gone. */
  public void remember(PoolUsage usage) {
    past.add(usage);
    if (past.size() > MOST_PAST_POOLS) {
      past.remove();
    }
    changed(new Change.OfUsage(usage));
  }

  public AccountJob add(Job job) {
    AccountJob added = new AccountJob(job, this::changed);
    jobs.put(job.key(), added);
    changed(new Change.OfJob(job.key()));
    return added;
  }

  public void remove(AccountJob job) {
    jobs.remove(job.job().key());
    changed(new Change.OfJob(job.job().key()));
  }

  public void put(JobSchedule schedule) {
    schedules.put(Ids.key(schedule.id()), schedule);
    changed(new Change.OfSchedule(Ids.key(schedule.id())));
  }

  public void remove(JobSchedule schedule) {
    schedules.remove(Ids.key(schedule.id()));
    changed(new Change.OfSchedule(Ids.key(schedule.id())));
  }

  /**
   * @throws BatchError 404 if there is none
   */
  public JobSchedule schedule(String id) {
    return Optional.ofNullable(schedules.get(Ids.key(id)))
        .orElseThrow(ErrorCode.JOB_SCHEDULE_NOT_FOUND::error);
  }

  public Optional<AccountPool> findPool(String id) {
    return Optional.ofNullable(pools.get(Ids.key(id)));
  }

  public Optional<AccountJob> findJob(String id) {
    return Optional.ofNullable(jobs.get(Ids.key(id)));
  }

  /**
   * @throws BatchError 404 if there is none
   */
  public AccountPool pool(String id) {
    return findPool(id).orElseThrow(ErrorCode.POOL_NOT_FOUND::error);
  }

  /**
   * @throws BatchError 404 if there is none
   */
  public AccountJob job(String id) {
    return findJob(id).orElseThrow(ErrorCode.JOB_NOT_FOUND::error);
  }

  /**
   * @throws BatchError 404 if there is no such pool or node
   */
  public Node node(String poolId, String nodeId) {
    return pool(poolId).find(nodeId).orElseThrow(ErrorCode.NODE_NOT_FOUND::error);
  }
}
