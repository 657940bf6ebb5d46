package dev.batchline.emulator.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The emulator's clock, and how fast the platform is.
 *
 * <p>Time stamps and the limits on tasks are always real. What takes time on the platform's side
 * (boot of a node, autoscale interval, sampling, allocation) is divided by the pace, so that with a
 * pace of 60 an autoscale interval of five minutes passes in five seconds.
 */
public interface ServiceTime {

  Instant now();

  /** How much faster than Azure the platform is; 1 for Azure's own speed. */
  double pace();

  /** How long something that takes this long on Azure takes here. */
  default Duration paced(Duration onAzure) {
    return Duration.ofNanos((long) (onAzure.toNanos() / pace()));
  }

  /** How long ago something looks on Azure's own time scale that was this long ago here. */
  default Duration unpaced(Duration here) {
    return Duration.ofNanos((long) (here.toNanos() * pace()));
  }
}
