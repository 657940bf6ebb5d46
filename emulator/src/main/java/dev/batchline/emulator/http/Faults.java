package dev.batchline.emulator.http;

import dev.batchline.emulator.model.Operation;
import java.util.List;

/** Decides what goes wrong with a request; asked once for each, by any thread. */
@FunctionalInterface
public interface Faults {

  /** Nothing ever goes wrong. */
  Faults NONE = operation -> List.of();

  /** What goes wrong this time, in order; usually nothing. */
  List<Fault> of(Operation operation);
}
