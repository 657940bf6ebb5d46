package dev.batchline.target;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.NodeLinks;
import java.time.Instant;

/**
 * What a target needs to know of a run before its first attempt.
 *
 * @param expiry after which all that was created for the run may be removed by anyone
 */
public record RunSetup(RunId run, PlanHeader plan, NodeLinks links, Instant expiry) {}
