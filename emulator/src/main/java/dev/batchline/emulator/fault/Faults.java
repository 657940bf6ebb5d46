package dev.batchline.emulator.fault;

import java.util.List;
import java.util.Optional;

/** Decides what goes wrong; asked once at each occasion, by any thread. */
@FunctionalInterface
public interface Faults {

  /** Nothing ever goes wrong. */
  Faults NONE = occasion -> List.of();

  /** What goes wrong this time, in order; usually nothing. */
  List<Fault> strike(Occasion occasion);

  /** The first of them of one kind. */
  default <F extends Fault> Optional<F> strike(Occasion occasion, Class<F> kind) {
    return strike(occasion).stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
