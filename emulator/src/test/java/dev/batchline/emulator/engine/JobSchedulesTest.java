package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSchedulesTest {

  private static final Map<String, String> SCHEDULE = Map.of("jobScheduleId", "nightly");

  private final Emulated batch = new Emulated();

  private void add(String schedule) {
    batch.call(
        Operation.JOB_SCHEDULE_ADD,
        Map.of(),
        ("{'id':'nightly','schedule':{%s},'jobSpecification':{'poolInfo':{'poolId':'p'},"
                + "'onAllTasksComplete':'terminatejob',"
                + "'jobManagerTask':{'id':'lead','commandLine':'lead'}}}")
            .formatted(schedule));
  }

  private JsonNode schedule() {
    return ((Answer.Entity) batch.call(Operation.JOB_SCHEDULE_GET, SCHEDULE, "")).json();
  }

  private void finish(int job) {
    batch.runtime.command("nightly/job-" + job + "/lead").exit(0);
    batch.drain();
  }

  @Test
  void aScheduleWithoutRecurrenceMakesOneJobAndIsCompletedWithIt() {
    batch.addReadyPool("p", 1, "");
    add("");
    assertThat(schedule().at("/executionInfo/recentJob/id").asText()).isEqualTo("nightly:job-1");
    assertThat(schedule().path("state").asText()).isEqualTo("active");
    finish(1);
    batch.pass(Duration.ofSeconds(10));
    assertThat(batch.jobState("nightly:job-1")).isEqualTo("completed");
    assertThat(schedule().path("state").asText()).isEqualTo("completed");
    assertThat(schedule().at("/executionInfo").has("endTime")).isTrue();
  }

  @Test
  void aRecurringScheduleMakesAJobEachTimeButNeverTwoAtOnce() {
    batch.addReadyPool("p", 1, "");
    add("'recurrenceInterval':'PT10M'");
    batch.pass(Duration.ofMinutes(25));
    assertThat(batch.list(Operation.JOB_LIST_FROM_JOB_SCHEDULE, SCHEDULE)).hasSize(1);
    finish(1);
    batch.pass(Duration.ofSeconds(10));
    assertThat(schedule().at("/executionInfo/recentJob/id").asText()).isEqualTo("nightly:job-2");
    finish(2);
    batch.pass(Duration.ofSeconds(30));
    assertThat(schedule().at("/executionInfo/recentJob/id").asText()).isEqualTo("nightly:job-2");
    batch.pass(Duration.ofMinutes(5));
    assertThat(schedule().at("/executionInfo/recentJob/id").asText()).isEqualTo("nightly:job-3");
  }

  @Test
  void nothingRunsBeforeItsTimeOrWhileDisabled() {
    batch.addReadyPool("p", 1, "");
    String later = batch.time.now().plus(Duration.ofHours(1)).toString();
    add("'doNotRunUntil':'" + later + "'");
    assertThat(schedule().at("/executionInfo/nextRunTime").asText())
        .startsWith(later.substring(0, 16));
    batch.call(Operation.JOB_SCHEDULE_DISABLE, SCHEDULE, "");
    batch.pass(Duration.ofMinutes(70));
    assertThat(batch.list(Operation.JOB_LIST_FROM_JOB_SCHEDULE, SCHEDULE)).isEmpty();
    batch.call(Operation.JOB_SCHEDULE_ENABLE, SCHEDULE, "");
    assertThat(batch.list(Operation.JOB_LIST_FROM_JOB_SCHEDULE, SCHEDULE)).hasSize(1);
  }

  @Test
  void terminatingAScheduleEndsItsJob() {
    batch.addReadyPool("p", 1, "");
    add("'recurrenceInterval':'PT10M'");
    batch.call(Operation.JOB_SCHEDULE_TERMINATE, SCHEDULE, "");
    assertThat(schedule().path("state").asText()).isEqualTo("terminating");
    batch.pass(Duration.ofSeconds(5));
    assertThat(schedule().path("state").asText()).isEqualTo("completed");
    assertThat(batch.job("nightly:job-1").at("/executionInfo/terminateReason").asText())
        .isEqualTo("TerminateJobSchedule");
  }

  @Test
  void aDeletedScheduleTakesItsJobsWithIt() {
    batch.addReadyPool("p", 1, "");
    add("");
    batch.call(Operation.JOB_SCHEDULE_DELETE, SCHEDULE, "");
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.refused(Operation.JOB_SCHEDULE_GET, SCHEDULE, "").code())
        .isEqualTo("JobScheduleNotFound");
    assertThat(batch.list(Operation.JOB_LIST, Map.of())).isEmpty();
  }

  @Test
  void aScheduleEndsAtItsLastTimeThoughNoJobIsDueThen() {
    batch.addReadyPool("p", 1, "");
    String last = batch.time.now().plus(Duration.ofMinutes(5)).toString();
    add("'recurrenceInterval':'PT1H','doNotRunAfter':'" + last + "'");
    finish(1);
    batch.pass(Duration.ofMinutes(4));
    assertThat(schedule().path("state").asText()).isEqualTo("active");
    batch.pass(Duration.ofMinutes(2));
    assertThat(schedule().path("state").asText()).isEqualTo("completed");
    assertThat(schedule().path("previousState").asText()).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource({"15, 1", "21, 2"})
  void aLateJobIsMadeWithinTheStartWindowOfTheLatestTime(int minutes, int jobs) {
    batch.addReadyPool("p", 1, "");
    add("'recurrenceInterval':'PT10M','startWindow':'PT2M'");
    batch.pass(Duration.ofMinutes(minutes));
    finish(1);
    batch.pass(Duration.ofSeconds(10));
    assertThat(batch.list(Operation.JOB_LIST_FROM_JOB_SCHEDULE, SCHEDULE)).hasSize(jobs);
  }

  @Test
  void jobsAndSchedulesHaveNoIdInCommon() {
    add("");
    assertThat(
            batch
                .refused(Operation.JOB_ADD, Map.of(), "{'id':'NIGHTLY','poolInfo':{'poolId':'p'}}")
                .code())
        .isEqualTo("JobScheduleWithSameIdExists");
    batch.addJob("j", "p", "");
    String schedule = "{'id':'J','schedule':{},'jobSpecification':{'poolInfo':{'poolId':'p'}}}";
    assertThat(batch.refused(Operation.JOB_SCHEDULE_ADD, Map.of(), schedule).code())
        .isEqualTo("JobWithSameIdExists");
  }
}
