package dev.batchline.emulator.engine;

import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.fault.FaultPoint;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.fault.Occasion;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.model.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong on request with one boot of a node.
 *
 * @param slower by which it boots later
 * @param unusable how it breaks, then or later
 * @param preempted how long after its boot Azure takes it away
 */
record BootFaults(
    Duration slower, Optional<Fault.Unusable> unusable, Optional<Duration> preempted) {

  static BootFaults of(Faults faults, Node node) {
    Occasion boot =
        Occasion.of(FaultPoint.BOOT, "node " + node.origin().number())
            .with(Subject.POOL, node.origin().poolId())
            .with(Subject.NODE, node.id());
    List<Fault> struck = faults.strike(boot);
    Duration slower =
        of(struck, Fault.SlowBoot.class).map(Fault.SlowBoot::by).orElse(Duration.ZERO);
    Optional<Duration> preempted =
        node.dedicated()
            ? Optional.empty()
            : of(faults.strike(boot.at(FaultPoint.SPOT_BOOT)), Fault.Preempted.class)
                .map(Fault.Preempted::after);
    return new BootFaults(slower, of(struck, Fault.Unusable.class), preempted);
  }

  private static <F extends Fault> Optional<F> of(List<Fault> faults, Class<F> kind) {
    return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** When something happens that happens some time after a node is up. */
  Duration up(Duration starting, Duration after) {
    return starting.plus(slower).plus(after);
  }
}
