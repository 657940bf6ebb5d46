package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
        throw refused("userIdentity", "Exactly one of username and autoUser must be specified.");
      }
    }
  }

  /** Checks the accounts of a pool, and that its start task runs as one of them. */
  static void checkAccounts(ObjectNode pool) {
    Set<String> names = new HashSet<>();
    for (JsonNode account : pool.path("userAccounts")) {
      String name = account.path("name").asText();
      if (!names.add(Ids.key(name))) {
        throw refused("userAccounts", "The name " + name + " is that of two user accounts.");
      }
    }
    String user = pool.at("/startTask/userIdentity/username").asText();
    if (!user.isEmpty() && !names.contains(Ids.key(user))) {
      throw refused("userIdentity", "The pool has no user account " + user + ".");
    }
  }

  private static BatchError refused(String property, String reason) {
    return ErrorCode.INVALID_PROPERTY_VALUE.error(
        Map.of("PropertyName", property, "Reason", reason));
  }
}
