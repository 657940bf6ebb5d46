package dev.batchline.target;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.NodeLinks;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a target needs to know of a run before its first attempt.
 *
 * @param expiry after which all that was created for the run may be removed by anyone
 * @param sources for groups of which earlier runs made outputs, by name: all that did. Which of
 *     them counts for which task is in the file {@link
 *     dev.batchline.storage.RunBlobs#sources(String)}
 */
public record RunSetup(
    RunId run,
    PlanHeader plan,
    NodeLinks links,
    Instant expiry,
    Map<String, List<OutputSource>> sources) {

  public RunSetup {
    sources = Map.copyOf(sources);
  }

  /** Of a run that makes all of its outputs itself. */
  public RunSetup(RunId run, PlanHeader plan, NodeLinks links, Instant expiry) {
    this(run, plan, links, expiry, Map.of());
  }
}
