package dev.batchline.storage;

import java.util.List;

/**
 * What was copied.
 *
 * @param files outputs of succeeded tasks
 * @param bytes of these
 * @param refused why files were left in Storage, one line each, at most 20
 * @param refusedCount how many were
 * @param fetched how many of the files were not on this machine before, or were damaged
 */
public record Collected(
    long files, long bytes, List<String> refused, long refusedCount, long fetched) {

  public Collected {
    refused = List.copyOf(refused);
  }
}
