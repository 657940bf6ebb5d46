package dev.batchline.target;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.NodeLinks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a target needs to know of a run before its first attempt.
 *
 * @param further numbers of the plan's further pools that may be there already
 * @param sources for groups of which earlier runs made outputs, by name: all that did. Which of
 *     them counts for which task is in the file {@link
 *     dev.batchline.storage.RunBlobs#sources(String)}
 * @param permit asked around each creation of what costs money
 */
public record RunSetup(
    RunId run,
    PlanHeader plan,
    NodeLinks links,
    Times times,
    Set<Integer> further,
    Map<String, List<OutputSource>> sources,
    Permit permit) {

  /**
   * @param end when the run's wall clock runs out
   * @param expiry after which all that was created for the run may be removed by anyone
   */
  public record Times(Instant end, Instant expiry) {}

  public RunSetup {
    further = Set.copyOf(further);
    sources = Map.copyOf(sources);
  }

  /** Of a run that makes all of its outputs itself, on its first pool. */
  public RunSetup(RunId run, PlanHeader plan, NodeLinks links, Times times) {
    this(run, plan, links, times, Set.of(), Map.of(), Permit.ALWAYS);
  }
}
