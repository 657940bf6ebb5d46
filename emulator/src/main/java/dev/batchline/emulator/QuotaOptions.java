package dev.batchline.emulator;

import dev.batchline.emulator.model.Quotas;
import picocli.CommandLine.Option;

/** What the account may have at once. */
final class QuotaOptions {

  @Option(
      names = "--pool-quota",
      paramLabel = "N",
      description = "Pools that may exist (default: 100).")
  private int pools = Quotas.DEFAULT.pools();

  @Option(
      names = "--active-job-quota",
      paramLabel = "N",
      description = "Jobs and job schedules that may be active (default: 300).")
  private int jobs = Quotas.DEFAULT.jobs();

  @Option(
      names = "--core-quota",
      paramLabel = "N",
      description = "Cores of all dedicated nodes together (default: 1000).")
  private int dedicatedCores = Quotas.DEFAULT.dedicatedCores();

  @Option(
      names = "--low-priority-core-quota",
      paramLabel = "N",
      description = "Cores of all Spot nodes together (default: 1000).")
  private int lowPriorityCores = Quotas.DEFAULT.lowPriorityCores();

  /**
   * @throws IllegalArgumentException when one is negative
   */
  Quotas quotas() {
    return new Quotas(pools, jobs, dedicatedCores, lowPriorityCores);
  }
}
