package dev.batchline.emulator.http;

import dev.batchline.emulator.fault.Faults;
import java.util.List;

/**
 * What the server has besides the Batch service.
 *
 * @param endpoints that are asked before the service is, in order
 * @param faults what goes wrong with calls of the service
 */
public record Extras(List<Endpoint> endpoints, Faults faults) {

  public static final Extras NONE = new Extras(List.of(), Faults.NONE);

  public Extras {
    endpoints = List.copyOf(endpoints);
  }
}
