package dev.batchline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.storage.FileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreRoomTest {

  private static final String GO_ON = "Go on with run r-1 by: batchline attach r-1";

  @Test
  void whatStorageHasNoRoomForNamesTheDiskWhatIsFreeAndHowToGoOn() {
    RunException told =
        room(7_940_000)
            .explain(
                new RunException(Blame.CAPACITY, "upload a", "full", "Make room.\n" + GO_ON)
                    .withCode(FileStore.DISK_FULL));

    assertThat(told.blame()).isEqualTo(Blame.CAPACITY);
    assertThat(told)
        .hasMessage("could not upload a: the disk of /home/local/1 is full (7.9 MB free)");
    assertThat(told.hint())
        .startsWith("Make room on that disk. Or set BATCHLINE_HOME")
        .endsWith("\n" + GO_ON);
  }

  @Test
  void aServiceThatFailsOnAFullDiskFailsForThat() {
    RunException told = room(4_000).explain(failure(Blame.SERVICE));

    assertThat(told.blame()).isEqualTo(Blame.CAPACITY);
    assertThat(told).hasMessageEndingWith("the disk of /home/local/1 is full (0.0 MB free)");
    assertThat(told.hint()).doesNotContain("network").endsWith(GO_ON);
  }

  @Test
  void otherFailuresStayWhatTheyAre() {
    RunException service = failure(Blame.SERVICE);
    RunException user = failure(Blame.USER);

    assertThat(room(50_000_000).explain(service)).isSameAs(service);
    assertThat(room(4_000).explain(user)).isSameAs(user);
  }

  private static RunException failure(Blame blame) {
    return new RunException(blame, "list runs", "no answer", "Check the network.\n" + GO_ON);
  }

  private static StoreRoom room(long free) {
    return new StoreRoom(Path.of("/home/local/1"), () -> free);
  }
}
