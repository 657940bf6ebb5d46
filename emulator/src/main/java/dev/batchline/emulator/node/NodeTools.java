package dev.batchline.emulator.node;

import dev.batchline.emulator.time.ServiceTime;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the commands of a runtime share.
 *
 * @param steps for short work
 * @param transfers for downloads and uploads, which may take long
 * @param clock for limits
 * @param grace between SIGTERM and SIGKILL
 */
record NodeTools(
    Executor steps,
    Executor transfers,
    ScheduledExecutorService clock,
    Duration grace,
    Staging staging,
    PackageDeployment packages,
    OutputUpload uploads,
    ProcessLauncher launcher,
    ProcessGroups groups,
    LeftGroups left,
    ForkBarrier forks,
    Strays strays,
    Marks marks,
    TaskUsers users,
    ServiceTime time) {}
