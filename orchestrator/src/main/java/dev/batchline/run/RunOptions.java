package dev.batchline.run;

import dev.batchline.base.Interruption;
import java.nio.file.Path;

/**
 * How this process drives a run.
 *
 * @param directory where outputs and logs are copied to; made when needed
 * @param detachWhenSubmitted whether to leave the run alone once all tasks that can be are
 *     submitted
 * @param interruption requested when the person wants to leave
 */
public record RunOptions(
    Path directory, Pace pace, boolean detachWhenSubmitted, Interruption interruption) {}
