package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand tasks in one job; anything that looks at all of them too often times out. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ScaleTest {

  private static final int TASKS = 100_000;
  private static final Map<String, String> JOB = Map.of("jobId", "j");

  private final Emulated batch = new Emulated();

  private void addAll(String more) {
    for (int first = 0; first < TASKS; first += 100) {
      StringBuilder tasks = new StringBuilder();
      for (int i = first; i < first + 100; i++) {
        tasks.append(i == first ? "" : ",");
        tasks.append("{'id':'%06d','commandLine':'work %d'%s}".formatted(i, i, more));
      }
      batch.call(Operation.TASK_ADD_COLLECTION, JOB, "{'value':[" + tasks + "]}");
    }
  }

  @Test
  void aHundredThousandTasksAreAddedRunAndListed() {
    batch.addReadyPool("p", 10, "'taskSlotsPerNode':16,");
    batch.addJob("j", "p", "");
    addAll("");
    assertThat(batch.counts("j").path("active").asInt()).isEqualTo(TASKS - 160);

    while (!batch.runtime.running().isEmpty()) {
      batch.runtime.finishAll();
      batch.drain();
    }
    assertThat(batch.counts("j").path("succeeded").asInt()).isEqualTo(TASKS);

    assertThat(matching(task -> "failure".equals(task.at("executionInfo/result")))).isZero();
    assertThat(matching(task -> "000777".equals(task.at("id")))).isEqualTo(1);
    int listed = 0;
    Optional<String> after = Optional.empty();
    do {
      Page page = new Page(properties -> true, after, 1000);
      Answer.Listing listing =
          (Answer.Listing) batch.call(Operation.TASK_LIST, JOB, "", Conditions.NONE, page);
      listed += listing.elements().size();
      after = listing.next();
    } while (after.isPresent());
    assertThat(listed).isEqualTo(TASKS);
  }

  private int matching(Predicate<Page.Properties> filter) {
    Page page = new Page(filter, Optional.empty(), 1000);
    Answer.Listing listing =
        (Answer.Listing) batch.call(Operation.TASK_LIST, JOB, "", Conditions.NONE, page);
    return listing.elements().size();
  }

  @Test
  void aHundredThousandTasksMayDependOnOneRange() {
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':16,");
    batch.addJob("j", "p", "'usesTaskDependencies':true,");
    batch.addTask("j", "200001", "");
    addAll(",'dependsOn':{'taskIdRanges':[{'start':200001,'end':200001}]}");
    assertThat(batch.runtime.running()).hasSize(1);
    batch.runtime.finishAll();
    batch.drain();
    assertThat(batch.runtime.running()).hasSize(16);
  }

  @Test
  void aJobOfAHundredThousandTasksIsTerminatedAndDeleted() {
    batch.addReadyPool("p", 2, "'taskSlotsPerNode':16,");
    batch.addJob("j", "p", "");
    addAll("");
    assertThatNoException()
        .isThrownBy(
            () -> {
              batch.call(Operation.JOB_DELETE, JOB, "");
              batch.pass(Duration.ofSeconds(2));
            });
    assertThat(batch.refused(Operation.JOB_GET, JOB, "").code()).isEqualTo("JobNotFound");
    assertThat(batch.nodeStates("p")).containsOnly("idle");
  }
}
