package dev.batchline.storage;

/** Names of blobs in a run's own container; the only class that knows them. */
public final class RunBlobs {

  private RunBlobs() {}

  /** Where the outputs of a task's succeeded attempt lie, with a slash at the end. */
  public static String output(String taskId) {
    return "output/" + taskId + "/";
  }

  /**
   * Which run made the outputs of each task of a group, if it was not this one alone: lines of a
   * source's number and the first and last number of tasks, 0 and 0 for a group of one.
   */
  public static String sources(String group) {
    return "sources/" + group;
  }

  /** Where what is saved of a node lies, with a slash at the end. */
  public static String nodeLogs(String node) {
    return "logs/nodes/" + node + "/";
  }

  /** Where logs and samples of one attempt lie, with a slash at the end. */
  public static String logs(String taskId, int attempt) {
    return "logs/" + taskId + "/" + attempt + "/";
  }
}
