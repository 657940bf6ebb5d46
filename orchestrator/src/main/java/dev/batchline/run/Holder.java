package dev.batchline.run;

import java.time.Instant;

/**
 * The process that drives a run.
 *
 * @param machine changes when the machine starts anew; empty where it can't be told
 */
public record Holder(String host, long pid, String machine, Instant since) {

  @Override
  public String toString() {
    return host + " (process " + pid + ")";
  }
}
