package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.batch.protocol.models.EnvironmentSetting;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.MetadataItem;
import com.microsoft.azure.batch.protocol.models.OutputFile;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.ResourceFile;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.serializer.AzureJacksonAdapter;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.StagedFile;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to Batch for a plan. */
class RequestsTest {

  private static final ObjectMapper SDK = new AzureJacksonAdapter().serializer();
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:01Z");
  private static final TaskNames NAMES = new TaskNames(Plans.setup().plan());
  private static final TaskRequest TASKS =
      new TaskRequest(
          Plans.LINKS, NAMES, 0, Map.of(), avoided -> Optional.of("TVM:not-" + avoided));

  @Test
  void aPoolSaysWhoseItIsAndWhenItMayGo() {
    PoolAddParameter pool = PoolRequest.of(Plans.setup(), 1);

    assertThat(pool.id()).isEqualTo(Plans.RUN.value());
    assertThat(pool.metadata())
        .extracting(MetadataItem::name, MetadataItem::value)
        .containsExactly(
            tuple("batchline-run", Plans.RUN.value()),
            tuple("batchline-expiry", "2026-11-22T06:00:01Z"),
            tuple("batchline-name", "risk"),
            tuple("team", "risk"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'vmSize': 'x', 'taskSlotsPerNod': 4}",
        "{'vmSize': 'x', 'taskSchedulingPolicy': {'nodeFillType': 'sprad'}}",
        "{'vmSize': 'x', 'startTask': {'commandLine': 'x', 'userIdentty': {'username': 'u'}}}",
        "{'vmSize': 'x', 'virtualMachineConfiguration': {'dataDisks': [{'lun': 1, 'size': 2}]}}",
      })
  void whatBatchDoesNotKnowInATemplateIsRefusedAndNotDropped(String json) {
    assertThatThrownBy(() -> PoolRequest.of(Plans.setup(json.replace('\'', '"'), List.of()), 1))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.USER);
              assertThat(e.reason())
                  .containsPattern("no /(taskSlotsPerNod|.*(Type of \"sprad\"|Identty|size))");
            });
  }

  @Test
  void aWindowsPoolIsRefused() {
    String json = Plans.POOL.replace("batch.node.ubuntu 24.04", "batch.node.windows amd64");

    assertThatThrownBy(() -> PoolRequest.of(Plans.setup(json, List.of()), 1))
        .hasMessageContaining("Windows");
  }

  @Test
  void aJobStagesFilesByContentAndEndsByItself() {
    JobAddParameter job = JobRequest.of(Plans.setup(), 1, NOW);

    assertThat(job.jobPreparationTask().resourceFiles())
        .extracting(ResourceFile::filePath)
        .containsExactly("app/bin/risk.jar", "input/rates.csv");
    assertThat(job.constraints().maxWallClockTime()).isEqualTo(Period.parse("PT4H"));
    assertThat(job.commonEnvironmentSettings())
        .extracting(EnvironmentSetting::name, EnvironmentSetting::value)
        .containsExactly(tuple("BATCHLINE_RUN_ID", Plans.RUN.value()));
    assertThat(NodeScript.base64().length()).isLessThan(20_000);
  }

  @Test
  void theJobOfAFurtherPoolEndsWithTheRun() {
    JobAddParameter job = JobRequest.of(Plans.setup(), 2, Instant.parse("2026-11-21T09:00:01Z"));

    assertThat(job.id()).isEqualTo(Plans.RUN.value() + "-2");
    assertThat(job.poolInfo().poolId()).isEqualTo(Plans.RUN.value() + "-2");
    assertThat(job.constraints().maxWallClockTime().toStandardDuration().getStandardMinutes())
        .isEqualTo(60);
  }

  @Test
  void anAttemptThatIsToAvoidANodePrefersAnother() {
    Attempt attempt = Plans.simulation(1);

    assertThat(added(attempt).affinityInfo()).isNull();
    assertThat(
            added(new Attempt(attempt.id(), attempt.task(), Optional.of("node-7")))
                .affinityInfo()
                .affinityId())
        .isEqualTo("TVM:not-node-7");
  }

  @Test
  void moreFilesThanARequestCanNameAreRefusedWithANumber() {
    List<StagedFile> app = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      app.add(Plans.file("data/" + i));
    }

    assertThatThrownBy(() -> JobRequest.of(Plans.setup(Plans.POOL, app), 1, NOW))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.USER);
              assertThat(e.action()).contains("20001 files");
            });
  }

  @Test
  void aTaskCarriesItsCommandAndCannotForgeWhoItIs() {
    TaskAddParameter task = added(Plans.simulation(7));

    assertThat(task.id()).isEqualTo("simulate-7-1");
    assertThat(task.requiredSlots()).isEqualTo(2);
    assertThat(task.constraints().maxWallClockTime()).isEqualTo(Period.parse("PT10M"));
    assertThat(task.environmentSettings())
        .extracting(EnvironmentSetting::name, EnvironmentSetting::value)
        .contains(
            tuple("LEVEL", "full"),
            tuple("BATCHLINE_TASK_ID", "simulate-7"),
            tuple("BATCHLINE_ATTEMPT", "1"),
            tuple("BATCHLINE_COMMAND", "risk --scenario 7 > pnl.csv"),
            tuple("BATCHLINE_OUTPUT_1", "pnl.csv"),
            tuple("BATCHLINE_OUTPUT_PATTERN_1", "^pnl\\.csv$"),
            tuple("BATCHLINE_OUTPUT_2", "trace/**"))
        .doesNotContain(tuple("AZ_BATCH_POOL_ID", "forged"))
        .extracting(setting -> setting.toList().get(0))
        .doesNotHaveDuplicates();
  }

  @Test
  void outputsGoUnderTheTaskIfItSucceededAndLogsUnderTheAttemptAlways() {
    assertThat(added(Plans.simulation(7)).outputFiles())
        .extracting(
            OutputFile::filePattern,
            file -> file.destination().container().path(),
            file -> file.uploadOptions().uploadCondition().toString())
        .containsExactly(
            tuple("pnl.csv", "output/simulate-7/pnl.csv", "tasksuccess"),
            tuple("trace/**/*", "output/simulate-7/trace", "tasksuccess"),
            tuple("../std*.txt", "logs/simulate-7/1", "taskcompletion"),
            tuple("../telemetry*.ndjson", "logs/simulate-7/1", "taskcompletion"));
  }

  @Test
  void earlierOutputsAreNamedByAPrefixHoweverManyThereAre() {
    TaskAddParameter task = added(Plans.report());

    assertThat(task.resourceFiles())
        .extracting(ResourceFile::blobPrefix, ResourceFile::filePath)
        .containsExactly(tuple("output/simulate-", ".batchline/earlier"));
    assertThat(task.environmentSettings())
        .extracting(EnvironmentSetting::name, EnvironmentSetting::value)
        .contains(
            tuple("BATCHLINE_COMMAND", "exec 'risk' 'report' 'a b'"),
            tuple(
                "BATCHLINE_EARLIER_PATTERN_1",
                "^simulate-[0-9]+/(pnl\\.csv|trace/([^/.][^/]*/)*[^/.][^/]*)$"));
  }

  @Test
  void aBatchTasksIdIsReadBackWithoutAListOfTasks() {
    assertThat(NAMES.attempt("simulate-17-2")).contains(new AttemptId(16, "simulate-17", 2));
    assertThat(NAMES.attempt("simulate-x-5-1")).contains(new AttemptId(1004, "simulate-x-5", 1));
    assertThat(NAMES.attempt("report-3")).contains(new AttemptId(1005, "report", 3));
    assertThat(List.of("simulate-1001-1", "simulate-0-1", "report", "other-1-1", "jobmanager"))
        .allSatisfy(id -> assertThat(NAMES.attempt(id)).isEmpty());
  }

  @Test
  void attemptsAndTheirIdsAgree() {
    Attempt attempt = Plans.simulation(1000);

    assertThat(NAMES.attempt(attempt.id().value())).contains(attempt.id());
  }

  @Test
  void nothingOfATaskIsUnknownToTheSdkAndItWouldWriteTheSame() throws Exception {
    for (Attempt attempt : List.of(Plans.simulation(17), Plans.report())) {
      byte[] written = TASKS.of(attempt);

      assertThat(SDK.readTree(written))
          .isEqualTo(SDK.readTree(SDK.writeValueAsBytes(added(attempt))));
    }
  }

  /** What the SDK reads in the request for an attempt. */
  private static TaskAddParameter added(Attempt attempt) {
    try {
      return SDK.readValue(TASKS.of(attempt), TaskAddParameter.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
