package dev.batchline.benchmarks;

import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.interceptor.BatchClientParallelOptions;
import com.microsoft.azure.batch.protocol.models.EnvironmentSetting;
import com.microsoft.azure.batch.protocol.models.OutputFile;
import com.microsoft.azure.batch.protocol.models.OutputFileBlobContainerDestination;
import com.microsoft.azure.batch.protocol.models.OutputFileDestination;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadCondition;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadOptions;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskConstraints;
import dev.batchline.base.RunId;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import dev.batchline.plan.Invocation;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.PlannedPool;
import dev.batchline.plan.PlannedTask;
import dev.batchline.spec.Limits;
import dev.batchline.spec.RetryRules;
import dev.batchline.storage.NodeLinks;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptId;
import dev.batchline.target.RunSetup;
import dev.batchline.target.azurebatch.AzureBatchSettings;
import dev.batchline.target.azurebatch.AzureBatchTarget;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.time.Period;

/**
 * Adds tasks to a job, as Batchline does or as the SDK does, twice in one process.
 *
 * <p>usage: Submission batchline|sdk ENDPOINT TASKS CONNECTIONS; prints the milliseconds of each
 * round, the first with a virtual machine that is still cold, and goes on to the second when it
 * reads a line.
 */
public final class Submission {

  private static final RunId RUN = new RunId("benchmark-20261121-060000-aaaa");
  private static final String KEY = "YmVuY2htYXJr";

  private Submission() {}

  public static void main(String[] arguments) throws Exception {
    String endpoint = arguments[1];
    int tasks = Integer.parseInt(arguments[2]);
    int connections = Integer.parseInt(arguments[3]);
    do {
      long start = System.nanoTime();
      if (arguments[0].equals("batchline")) {
        batchline(endpoint, tasks);
      } else {
        sdk(endpoint, tasks, connections);
      }
      System.out.println(Duration.ofNanos(System.nanoTime() - start).toMillis());
    } while (System.in.read() >= 0);
  }

  private static void batchline(String endpoint, int tasks) {
    AzureBatchSettings settings =
        new AzureBatchSettings(
            "benchmark",
            URI.create(endpoint),
            new AzureBatchSettings.Access.SharedKey(Secret.of(KEY)));
    try (AzureBatchTarget target = new AzureBatchTarget(settings, Timeline.system())) {
      target.open(setup(tasks));
      target.submit(
          1,
          new AbstractList<>() {
            @Override
            public Attempt get(int index) {
              return attempt(index);
            }

            @Override
            public int size() {
              return tasks;
            }
          });
    }
  }

  private static Attempt attempt(int ordinal) {
    String id = "simulate-" + (ordinal + 1);
    return new Attempt(
        new AttemptId(ordinal, id, 1),
        new PlannedTask(
            ordinal,
            id,
            "simulate",
            new Invocation.Shell("java -jar $BATCHLINE_APP_DIR/risk.jar --scenario " + ordinal),
            Map.of(),
            List.of(),
            List.of(),
            List.of("pnl.csv"),
            Optional.of(Duration.ofMinutes(10)),
            1));
  }

  private static RunSetup setup(int tasks) {
    PlanHeader header =
        new PlanHeader(
            "benchmark",
            Map.of(),
            List.of(),
            List.of(),
            new PlannedPool("cpu-autoscale", "{}", false, 4),
            List.of(new PlannedGroup("simulate", 0, tasks, true, List.of())),
            RetryRules.DEFAULT,
            new Limits(Duration.ofHours(4), Optional.empty()));
    Instant end = Instant.parse("2026-11-22T06:00:00Z");
    return new RunSetup(RUN, header, new Links(), new RunSetup.Times(end, end));
  }

  private static void sdk(String endpoint, int tasks, int connections) throws Exception {
    List<TaskAddParameter> requests = new ArrayList<>();
    for (int task = 1; task <= tasks; task++) {
      requests.add(request(task));
    }
    BatchClient client =
        BatchClient.open(new BatchSharedKeyCredentials(endpoint, "benchmark", KEY));
    client
        .taskOperations()
        .createTasks(RUN.value(), requests, List.of(new BatchClientParallelOptions(connections)));
  }

  /** About what Batchline asks for. */
  private static TaskAddParameter request(int task) {
    String links = new Links().runContainerForWriting().reveal();
    return new TaskAddParameter()
        .withId("simulate-" + task)
        .withCommandLine(
            "/bin/sh -c 'exec sh \"$AZ_BATCH_JOB_PREP_WORKING_DIR/batchline-task.sh\"'")
        .withEnvironmentSettings(
            List.of(
                variable("BATCHLINE_TASK_ID", "simulate-" + task),
                variable("BATCHLINE_ATTEMPT", "1"),
                variable("BATCHLINE_COMMAND", "java -jar risk.jar --scenario " + task),
                variable("BATCHLINE_OUTPUT_1", "pnl.csv"),
                variable("BATCHLINE_OUTPUT_PATTERN_1", "^pnl\\.csv$")))
        .withOutputFiles(
            List.of(
                output("pnl.csv", links, "output/simulate-" + task + "/pnl.csv"),
                output("../std*.txt", links, "logs/simulate-" + task + "/1"),
                output("../telemetry*.ndjson", links, "logs/simulate-" + task + "/1")))
        .withConstraints(
            new TaskConstraints()
                .withMaxTaskRetryCount(0)
                .withMaxWallClockTime(Period.minutes(10)));
  }

  private static EnvironmentSetting variable(String name, String value) {
    return new EnvironmentSetting().withName(name).withValue(value);
  }

  private static OutputFile output(String pattern, String container, String path) {
    return new OutputFile()
        .withFilePattern(pattern)
        .withDestination(
            new OutputFileDestination()
                .withContainer(
                    new OutputFileBlobContainerDestination()
                        .withContainerUrl(container)
                        .withPath(path)))
        .withUploadOptions(
            new OutputFileUploadOptions()
                .withUploadCondition(OutputFileUploadCondition.TASK_COMPLETION));
  }

  /** As long as real ones. */
  private record Links() implements NodeLinks {
    private static final String SIGNATURE =
        "?sv=2025-07-05&se=2026-11-22T06%3A00%3A00Z&sr=c&sp=rl&sig=" + "A".repeat(48);

    @Override
    public Secret object(String sha256) {
      return Secret.of("https://account.blob.core.windows.net/batchline/" + sha256 + SIGNATURE);
    }

    @Override
    public Secret runContainerForWriting() {
      return Secret.of("https://account.blob.core.windows.net/batchline-" + RUN + SIGNATURE);
    }

    @Override
    public Secret runContainerForReading() {
      return runContainerForWriting();
    }

    @Override
    public Secret runContainerForReading(RunId other) {
      return runContainerForWriting();
    }

    @Override
    public Secret runBlob(String name) {
      return Secret.of(
          "https://account.blob.core.windows.net/batchline-" + RUN + "/" + name + SIGNATURE);
    }
  }
}
