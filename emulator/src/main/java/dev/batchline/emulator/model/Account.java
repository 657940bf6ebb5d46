package dev.batchline.emulator.model;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All there is: pools, jobs and job schedules, by key. Owned by the engine's thread; what it holds
 * is immutable, so that what was read from it can be shown by any thread.
 */
public final class Account {

  private final NavigableMap<String, AccountPool> pools = new TreeMap<>();
  private final NavigableMap<String, AccountJob> jobs = new TreeMap<>();
  private final NavigableMap<String, JobSchedule> schedules = new TreeMap<>();

  public NavigableMap<String, AccountPool> pools() {
    return pools;
  }

  public NavigableMap<String, AccountJob> jobs() {
    return jobs;
  }

  public NavigableMap<String, JobSchedule> schedules() {
    return schedules;
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
