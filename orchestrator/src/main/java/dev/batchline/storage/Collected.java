package dev.batchline.storage;

import java.util.List;

/**
 * What was copied.
 *
 * @param files outputs of succeeded tasks
 * @param bytes of these
 * @param refused why files were left in Storage, one line each, at most 20
 * @param refusedCount how many were
 */
public record Collected(long files, long bytes, List<String> refused, long refusedCount) {

  public Collected {
    refused = List.copyOf(refused);
  }
}
