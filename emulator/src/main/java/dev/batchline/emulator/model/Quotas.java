package dev.batchline.emulator.model;

/**
 * What an account may have at once.
 *
 * @param pools that exist
 * @param jobs active jobs and job schedules
 * @param dedicatedCores of all pools' dedicated nodes
 * @param lowPriorityCores of all pools' Spot nodes
 */
public record Quotas(int pools, int jobs, int dedicatedCores, int lowPriorityCores) {

  /** What an account gets whose owner asked Azure for more than the default. */
  public static final Quotas DEFAULT = new Quotas(100, 300, 1000, 1000);

  public Quotas {
    if (pools < 0 || jobs < 0 || dedicatedCores < 0 || lowPriorityCores < 0) {
      throw new IllegalArgumentException("a quota can't be negative");
    }
  }
}
