package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.node.CommandUser;
import dev.batchline.emulator.node.TaskUsers;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds out whom a command runs as: a user account of its pool, or one that Batch makes. */
final class CommandUsers {

  private static final String POOL = "_azbatch";
  private static final int FIRST_ACCOUNT = TaskUsers.FIRST + 100;
  private static final int FIRST_OF_TASK = TaskUsers.FIRST + 1000;
  private static final int MOST_OF_TASKS = 4000;

  private final Account account;
  private final AtomicInteger tasks = new AtomicInteger();

  CommandUsers(Account account) {
    this.account = account;
  }

  /**
   * @param task of any kind, as its user described it
   */
  CommandUser of(Node node, JsonNode task) {
    JsonNode identity = task.path("userIdentity");
    if (identity.has("username")) {
      return named(node, identity.path("username").asText());
    }
    JsonNode auto = identity.path("autoUser");
    boolean elevated = auto.path("elevationLevel").asText().equals("admin");
    if (auto.path("scope").asText().equals("task")) {
      int number = tasks.getAndIncrement() % MOST_OF_TASKS;
      return user("_azbatchtask_" + (number + 1), FIRST_OF_TASK + number, elevated);
    }
    return user(POOL, TaskUsers.FIRST, elevated);
  }

  private CommandUser named(Node node, String name) {
    JsonNode accounts =
        account
            .findPool(node.origin().poolId())
            .map(pool -> (JsonNode) pool.pool().settings().document().tree())
            .map(pool -> pool.path("userAccounts"))
            .orElseThrow();
    for (int i = 0; i < accounts.size(); i++) {
      JsonNode one = accounts.get(i);
      String itsName = one.path("name").asText();
      if (Ids.key(itsName).equals(Ids.key(name))) {
        JsonNode linux = one.path("linuxUserConfiguration");
        boolean elevated = one.path("elevationLevel").asText().equals("admin");
        int uid = linux.path("uid").asInt(FIRST_ACCOUNT + i);
        int gid = linux.path("gid").asInt(uid);
        return elevated ? user(itsName, uid, true) : new CommandUser.Known(itsName, uid, gid);
      }
    }
    return new CommandUser.Unknown(name);
  }

  private static CommandUser user(String name, int uid, boolean elevated) {
    int number = elevated ? CommandUser.ROOT : uid;
    return new CommandUser.Known(name, number, elevated ? CommandUser.ROOT : TaskUsers.FIRST);
  }
}
