package dev.batchline.emulator.model;

/** The URLs of resources, below what the client calls the account. */
public final class Urls {

  private Urls() {}

  public static String pool(String base, String poolId) {
    return base + "/pools/" + poolId;
  }

  public static String node(String base, String poolId, String nodeId) {
    return pool(base, poolId) + "/nodes/" + nodeId;
  }

  public static String job(String base, String jobId) {
    return base + "/jobs/" + jobId;
  }

  public static String task(String base, String jobId, String taskId) {
    return job(base, jobId) + "/tasks/" + taskId;
  }

  public static String jobSchedule(String base, String scheduleId) {
    return base + "/jobschedules/" + scheduleId;
  }
}
