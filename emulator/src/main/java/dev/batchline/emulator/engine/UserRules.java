package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.ErrorCode;
import java.util.Map;

/** What the service refuses about the users that tasks of any kind run as. */
final class UserRules {

  private UserRules() {}

  /**
   * Checks all identities in the description of a task, job, job schedule or pool.
   *
   * @throws dev.batchline.emulator.model.BatchError for the first that can't be
   */
  static void check(ObjectNode body) {
    for (JsonNode identity : body.findValues("userIdentity")) {
      if (identity.has("username") == identity.has("autoUser")) {
        throw ErrorCode.INVALID_PROPERTY_VALUE.error(
            Map.of(
                "PropertyName",
                "userIdentity",
                "Reason",
                "Exactly one of username and autoUser must be specified."));
      }
    }
  }
}
