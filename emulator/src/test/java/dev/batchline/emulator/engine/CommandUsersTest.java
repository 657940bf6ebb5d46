package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.node.CommandUser;
import dev.batchline.emulator.node.CommandUser.Known;
import dev.batchline.emulator.node.CommandUser.Unknown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the node is told to run commands as. */
class CommandUsersTest {

  private final Emulated batch = new Emulated();

  @BeforeEach
  void addPool() {
    batch.addReadyPool(
        "p",
        1,
        "'taskSlotsPerNode':16,'userAccounts':[{'name':'ann','password':'p',"
            + "'elevationLevel':'admin'},{'name':'bob','password':'p','linuxUserConfiguration':"
            + "{'uid':4001,'gid':4002}},{'name':'eve','password':'p'}],");
    batch.addJob("j", "p", "");
  }

  private CommandUser user(String task, String identity) {
    batch.addTask("j", task, identity.isEmpty() ? "" : "'userIdentity':{%s},".formatted(identity));
    return batch.runtime.command("j/job-1/" + task).command.user().orElseThrow();
  }

  @Test
  void tasksOfThePoolsAutoUserShareIt() {
    assertThat(user("a", ""))
        .isEqualTo(new Known("_azbatch", 60_000, 60_000))
        .isEqualTo(user("b", "'autoUser':{'scope':'pool'}"));
    assertThat(user("c", "'autoUser':{'elevationLevel':'admin'}"))
        .isEqualTo(new Known("_azbatch", 0, 0));
  }

  @Test
  void eachTaskOfThatScopeHasAUserOfItsOwn() {
    assertThat(user("a", "'autoUser':{'scope':'task'}"))
        .isNotEqualTo(user("b", "'autoUser':{'scope':'task'}"));
  }

  @Test
  void anAccountOfThePoolIsFoundByItsName() {
    assertThat(user("a", "'username':'Ann'")).isEqualTo(new Known("ann", 0, 0));
    assertThat(user("b", "'username':'bob'")).isEqualTo(new Known("bob", 4001, 4002));
    assertThat(user("c", "'username':'eve'")).isEqualTo(new Known("eve", 60_102, 60_102));
    assertThat(user("d", "'username':'dan'")).isEqualTo(new Unknown("dan"));
  }
}
