package dev.batchline.storage;

/** Names of blobs in a run's own container; the only class that knows them. */
public final class RunBlobs {

  private RunBlobs() {}

  /** Where the outputs of a task's succeeded attempt lie, with a slash at the end. */
  public static String output(String taskId) {
    return "output/" + taskId + "/";
  }

  /** Where logs and samples of one attempt lie, with a slash at the end. */
  public static String logs(String taskId, int attempt) {
    return "logs/" + taskId + "/" + attempt + "/";
  }
}
