package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.http.Fixtures;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the real service answered once has the same members here, in the same forms. */
class RecordedAnswersTest {

  private static final Map<String, String> JOB = Map.of("jobId", "j");

  private final Emulated batch = new Emulated();

  private static Optional<JsonNode> recording(String name) throws IOException {
    Optional<Path> file = Fixtures.find("batch/recordings/" + name + ".json");
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ObjectMapper().readTree(Files.readString(file.get())).path("interactions"));
  }

  /** The last answer to a GET of a path that has that state. */
  private static JsonNode answer(JsonNode recording, String path, String state) {
    JsonNode found = recording.path(-1);
    for (JsonNode interaction : recording) {
      JsonNode body = interaction.at("/response/body");
      JsonNode entity = body.has("value") ? body.at("/value/0") : body;
      if (interaction.at("/request/path").asText().equals(path)
          && interaction.at("/request/method").asText().equals("GET")
          && entity.path("state").asText().equals(state)) {
        found = entity;
      }
    }
    assertThat(found.isMissingNode()).as(path + " " + state).isFalse();
    return found;
  }

  private static Set<String> members(JsonNode json, String prefix) {
    Set<String> names = new TreeSet<>();
    json.properties()
        .forEach(
            entry -> {
              String name = prefix + entry.getKey();
              if (!name.equals("odata.metadata")) {
                names.add(name);
                names.addAll(members(entry.getValue(), name + "/"));
              }
            });
    return names;
  }

  private static void same(JsonNode here, JsonNode there) {
    assertThat(members(here, "")).isEqualTo(members(there, ""));
  }

  @Test
  void aPoolItsNodesAndAJobOfOneTaskLookAsRecorded() throws IOException {
    Optional<JsonNode> recorded = recording("ext2022_ubuntu_pool_job_task");
    if (recorded.isEmpty()) {
      return;
    }
    JsonNode there = recorded.get();
    String pool = "/pools/ncj-ubuntu1604";
    batch.addPool("p", 1, "");
    same(batch.pool("p"), answer(there, pool, "active"));
    batch.pass(Duration.ofSeconds(46));
    same(batch.nodes("p").get(0), answer(there, pool + "/nodes", "creating"));
    batch.pass(Duration.ofMinutes(1));
    batch.addJob("j", "p", "");
    same(batch.job("j"), answer(there, "/jobs/ncj-ubuntu1604", "active"));
    batch.call(Operation.JOB_DISABLE, JOB, "{'disableTasks':'wait'}");
    batch.addTask(
        "j",
        "t",
        "'outputFiles':[{'filePattern':'*','destination':{'container':{'containerUrl':'http://x'}},"
            + "'uploadOptions':{'uploadCondition':'tasksuccess'}}],"
            + "'constraints':{'retentionTime':'PT1H'},");
    String task = "/jobs/ncj-ubuntu1604/tasks/myTask";
    same(batch.task("j", "t"), answer(there, "/jobs/ncj-ubuntu1604/tasks", "active"));
    batch.call(Operation.JOB_ENABLE, JOB, "");
    batch.runtime.command("j/job-1/t").exit(0);
    batch.drain();
    same(batch.task("j", "t"), answer(there, task, "completed"));
    same(batch.nodes("p").get(0), answer(there, pool + "/nodes", "idle"));
  }

  @Test
  void aJobThatIsDisabledEnabledAndTerminatedLooksAsRecorded() throws IOException {
    Optional<JsonNode> recorded = recording("java_canUpdateJobState");
    if (recorded.isEmpty()) {
      return;
    }
    batch.addJob("j", "p", "");
    batch.call(Operation.JOB_DISABLE, JOB, "{'disableTasks':'requeue'}");
    state(recorded.get(), "disabled");
    batch.pass(Duration.ofSeconds(1));
    batch.call(Operation.JOB_PATCH, JOB, "{'onAllTasksComplete':'terminatejob'}");
    batch.call(Operation.JOB_ENABLE, JOB, "");
    state(recorded.get(), "active");
    batch.call(Operation.JOB_TERMINATE, JOB, "{'terminateReason':'myreason'}");
    assertThat(batch.job("j").path("stateTransitionTime"))
        .isEqualTo(batch.job("j").path("lastModified"));
    state(recorded.get(), "terminating");
    batch.pass(Duration.ofSeconds(2));
    state(recorded.get(), "completed");
  }

  private void state(JsonNode recorded, String state) {
    JsonNode there = answer(recorded, "/jobs/BatchUser-Job-CanUpdateState", state);
    JsonNode here = batch.job("j");
    assertThat(here.path("state").asText()).isEqualTo(state);
    assertThat(here.path("previousState")).isEqualTo(there.path("previousState"));
    Set<String> expected = members(there, "");
    expected.add("allowTaskPreemption"); // shown since 2022
    assertThat(members(here, "")).isEqualTo(expected);
  }

  @Test
  void theStatisticsOfPools() throws IOException {
    Optional<JsonNode> recorded = recording("node_get_pool_lifetime_statistics");
    if (recorded.isEmpty()) {
      return;
    }
    Answer here = batch.call(Operation.POOL_GET_ALL_LIFETIME_STATISTICS, Map.of(), "");
    same(((Answer.Entity) here).json(), recorded.get().at("/0/response/body"));
  }
}
