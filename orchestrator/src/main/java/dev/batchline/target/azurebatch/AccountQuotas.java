package dev.batchline.target.azurebatch;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What a Batch account may have at most.
 *
 * @param dedicatedCores empty when the subscription limits them, not the account
 * @param familyCores of dedicated nodes, by VM family; empty unless families are limited one by one
 */
public record AccountQuotas(
    OptionalInt pools,
    OptionalInt activeJobs,
    OptionalInt dedicatedCores,
    OptionalInt lowPriorityCores,
    Map<String, Integer> familyCores) {

  public AccountQuotas {
    familyCores = Map.copyOf(familyCores);
  }
}
