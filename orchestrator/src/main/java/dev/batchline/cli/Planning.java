package dev.batchline.cli;

import dev.batchline.cli.local.RememberedHashes;
import dev.batchline.plan.FileHashes;
import dev.batchline.plan.PlannedRun;
import dev.batchline.plan.Planner;
import dev.batchline.spec.RunSpec;

/** Plans what a job file says, with what this machine remembers of its files. */
final class Planning {

  private Planning() {}

  static PlannedRun of(RunSpec spec, Surroundings surroundings) {
    try (RememberedHashes memory = RememberedHashes.open(surroundings.home())) {
      return Planner.plan(spec, new FileHashes(memory, surroundings.timeline()));
    }
  }
}
