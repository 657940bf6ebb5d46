package dev.batchline.cli;

import dev.batchline.cli.console.Activity;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.RememberedHashes;
import dev.batchline.plan.FileHashes;
import dev.batchline.plan.LocalFile;
import dev.batchline.plan.PlannedRun;
import dev.batchline.plan.Planner;
import dev.batchline.report.Wording;
import dev.batchline.spec.RunSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Plans what a job file says, with what this machine remembers of its files. */
final class Planning {

  /** Less is read before anybody wonders; bytes. */
  private static final long MUCH = 256L << 20;

  private Planning() {}

  static PlannedRun of(RunSpec spec, Surroundings surroundings, Console console) {
    try (RememberedHashes memory = RememberedHashes.open(surroundings.home())) {
      FileHashes hashes = new FileHashes(memory, surroundings.timeline());
      return Planner.plan(spec, files -> hashed(files, hashes, console));
    }
  }

  private static Map<Path, LocalFile> hashed(
      Collection<Path> files, FileHashes hashes, Console console) {
    long bytes = files.stream().distinct().mapToLong(file -> file.toFile().length()).sum();
    if (bytes < MUCH) {
      return hashes.of(files);
    }
    String what = "Looking at " + Wording.count(files.size(), "file") + ", " + Wording.bytes(bytes);
    LongAdder done = new LongAdder();
    try (Activity activity = new Activity(console, what)) {
      return hashes.of(
          files,
          file -> {
            done.add(file.size());
            activity.show(Wording.bytes(done.sum()) + " done");
          });
    }
  }
}
