package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RecordedOutputs;
import dev.batchline.storage.RunStore;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Looks whether outputs that are to be taken over are still in Storage. */
public final class OutputsCheck {

  private static final String OUTPUT = "output/";
  private static final int TOLD = 10;

  private final Plan plan;
  private final FileStore files;

  public OutputsCheck(Plan plan, FileStore files) {
    this.plan = plan;
    this.files = files;
  }

  /**
   * @throws RunException with the user's blame if outputs of some tasks are gone
   */
  public void require(Takeover takeover) {
    BitSet missing = missing(takeover);
    if (missing.isEmpty()) {
      return;
    }
    int count = missing.cardinality();
    String tasks =
        missing.stream()
            .limit(TOLD)
            .mapToObj(plan.header()::taskId)
            .collect(Collectors.joining(", "));
    String from =
        missing.stream()
            .mapToObj(task -> takeover.result(task).orElseThrow().run())
            .distinct()
            .limit(TOLD)
            .collect(Collectors.joining(", "));
    throw new RunException(
        Blame.USER,
        "take over the results of "
            + tasks
            + (count > TOLD ? " and " + (count - TOLD) + " more" : ""),
        "outputs of theirs, made by run " + from + ", are no longer in Storage",
        "Run these tasks again, too: name them with --tasks, or run all.");
  }

  /**
   * Reused tasks of which an output is gone that their run's manifest lists; and where it lists
   * none of a task that declares some, because the run was never collected, those of which none is
   * there.
   */
  public BitSet missing(Takeover takeover) {
    BitSet missing = new BitSet();
    for (PlannedGroup group : plan.header().groups()) {
      if (group.count() > 0 && !plan.task(group.first()).outputs().isEmpty()) {
        for (int task = group.first(); task < group.first() + group.count(); task++) {
          missing.set(task, takeover.result(task).isPresent());
        }
      }
    }
    TaskIndex index = new TaskIndex(plan.header());
    BitSet incomplete = new BitSet();
    for (String run : missing.isEmpty() ? List.<String>of() : takeover.reusedRuns()) {
      RunStore store = files.run(new RunId(run));
      if (store.keepsFiles()) {
        RecordedOutputs.compare(
            store,
            name -> madeBy(run, name, takeover, index).ifPresent(missing::clear),
            name -> madeBy(run, name, takeover, index).ifPresent(incomplete::set));
      }
    }
    missing.or(incomplete);
    return missing;
  }

  /** The task whose output that is, if its result is taken over from that run. */
  private static OptionalInt madeBy(String run, String name, Takeover takeover, TaskIndex index) {
    int slash = name.indexOf('/', OUTPUT.length());
    OptionalInt task =
        slash < 0 ? OptionalInt.empty() : index.ordinal(name.substring(OUTPUT.length(), slash));
    return task.isPresent()
            && takeover.result(task.getAsInt()).filter(made -> made.run().equals(run)).isPresent()
        ? task
        : OptionalInt.empty();
  }
}
