package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What the service adds to, and leaves out of, what a user says about the machines of a pool, in
 * ways that depend on more than one member.
 */
final class MachineDefaults {

  /** Lists that the service forgets when they are empty; others it shows as they are. */
  private static final List<String> FORGOTTEN_WHEN_EMPTY =
      List.of("applicationPackageReferences", "metadata");

  private MachineDefaults() {}

  /**
   * Completes a pool, or the pool of a specification.
   *
   * @param pool after {@link dev.batchline.emulator.model.Bodies}; changed
   */
  static void complete(ObjectNode pool) {
    if (pool.at("/virtualMachineConfiguration/imageReference") instanceof ObjectNode image
        && image.has("publisher")
        && !image.has("version")) {
      image.put("version", "latest");
    }
    if (pool.path("cloudServiceConfiguration") instanceof ObjectNode cloud
        && !cloud.has("osVersion")) {
      cloud.put("osVersion", "*");
    }
    completeAccounts(pool);
    FORGOTTEN_WHEN_EMPTY.stream()
        .filter(list -> pool.path(list).isArray() && pool.path(list).isEmpty())
        .forEach(pool::remove);
  }

  /** How users log in depends on which kind of Windows machine they log in to. */
  private static void completeAccounts(ObjectNode pool) {
    String agent = pool.at("/virtualMachineConfiguration/nodeAgentSKUId").asText();
    boolean cloud = pool.has("cloudServiceConfiguration");
    if (!cloud && !agent.toLowerCase(Locale.ROOT).contains("windows")) {
      return;
    }
    for (JsonNode account : pool.path("userAccounts")) {
      if (!account.at("/windowsUserConfiguration").has("loginMode")) {
        ((ObjectNode) account)
            .withObject("/windowsUserConfiguration")
            .put("loginMode", cloud ? "interactive" : "batch");
      }
    }
  }
}
