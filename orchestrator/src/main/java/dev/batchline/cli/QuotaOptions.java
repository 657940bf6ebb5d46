package dev.batchline.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an emulated account may have at once. */
final class QuotaOptions {

  /** A quota, by the emulator's option and by Azure's name of it. */
  enum Quota {
    POOLS("--pool-quota", "poolQuota"),
    JOBS("--active-job-quota", "activeJobAndJobScheduleQuota"),
    CORES("--core-quota", "dedicatedCoreQuota"),
    LOW_PRIORITY_CORES("--low-priority-core-quota", "lowPriorityCoreQuota");

    private final String option;
    private final String member;

    Quota(String option, String member) {
      this.option = option;
      this.member = member;
    }

    String member() {
      return member;
    }
  }

  @Option(names = "--pool-quota", paramLabel = "N", description = "Pools that may exist.")
  @Nullable Integer pools;

  @Option(
      names = "--active-job-quota",
      paramLabel = "N",
      description = "Jobs and job schedules that may be active.")
  @Nullable Integer jobs;

  @Option(
      names = "--core-quota",
      paramLabel = "N",
      description = "Cores of all dedicated nodes together.")
  @Nullable Integer cores;

  @Option(
      names = "--low-priority-core-quota",
      paramLabel = "N",
      description = "Cores of all Spot nodes together.")
  @Nullable Integer lowPriorityCores;

  /** Those that were said. */
  Map<Quota, Integer> given() {
    Map<Quota, Integer> given = new EnumMap<>(Quota.class);
    put(given, Quota.POOLS, pools);
    put(given, Quota.JOBS, jobs);
    put(given, Quota.CORES, cores);
    put(given, Quota.LOW_PRIORITY_CORES, lowPriorityCores);
    return given;
  }

  /** The same as options of the emulator's own program. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    given()
        .forEach(
            (quota, number) -> arguments.addAll(List.of(quota.option, Integer.toString(number))));
    return arguments;
  }

  private static void put(Map<Quota, Integer> given, Quota quota, @Nullable Integer number) {
    if (number != null) {
      given.put(quota, number);
    }
  }
}
