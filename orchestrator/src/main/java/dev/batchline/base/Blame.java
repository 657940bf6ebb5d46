package dev.batchline.base;

/** Whose fault a failure is; it decides the exit code of the process. */
public enum Blame {
  /** The command line or the job file is wrong; nothing was created. */
  USER(2),
  /** A task of the run failed. */
  WORKLOAD(1),
  /** No capacity, no quota, or no time left. */
  CAPACITY(3),
  /** Azure refused or could not be reached, after retries. */
  SERVICE(4),
  /** A defect of Batchline. */
  BUG(70);

  private final int exitCode;

  Blame(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a process that ends because of this. */
  public int exitCode() {
    return exitCode;
  }
}
