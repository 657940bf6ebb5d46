package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.FakeNodeRuntime.FakeCommand;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.Assertions;

/**
 * What users and tasks do, at random but the same for the same seed. Much of it is refused, as in
 * life.
 */
final class RandomHistory {

  private static final List<String> REFUSALS = List.of("400", "403", "404", "409", "412", "503");

  private final Random random;
  private final Emulated batch;

  RandomHistory(Emulated batch, Random random) {
    this.batch = batch;
    this.random = random;
  }

  private String pool() {
    return "pool" + random.nextInt(3);
  }

  private String job() {
    return "job" + random.nextInt(4);
  }

  private String task() {
    return Integer.toString(random.nextInt(12));
  }

  private String schedule() {
    return "schedule" + random.nextInt(2);
  }

  private String oneOf(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private String node(String pool) {
    try {
      var nodes = batch.nodes(pool);
      return nodes.isEmpty() ? "none" : nodes.get(random.nextInt(nodes.size())).path("id").asText();
    } catch (BatchError noPool) {
      return "none";
    }
  }

  void step() {
    try {
      act();
    } catch (BatchError refused) {
      Assertions.assertThat(Integer.toString(refused.status())).isIn(REFUSALS);
    }
    if (random.nextInt(3) == 0) {
      batch.pass(Duration.ofSeconds(random.nextInt(60)));
    }
  }

  private void act() {
    switch (random.nextInt(24)) {
      case 0, 1 ->
          batch.addPool(
              pool(),
              random.nextInt(3),
              "'targetLowPriorityNodes':%d,'taskSlotsPerNode':%d,%s"
                  .formatted(
                      random.nextInt(2),
                      1 + random.nextInt(3),
                      oneOf("", "'startTask':{'commandLine':'start','waitForSuccess':true},")));
      case 2, 3, 4 ->
          batch.addJob(
              job(),
              pool(),
              oneOf(
                  "",
                  "'usesTaskDependencies':true,",
                  "'onAllTasksComplete':'terminatejob',",
                  "'jobPreparationTask':{'commandLine':'prepare'},"
                      + "'jobReleaseTask':{'commandLine':'release'},",
                  "'constraints':{'maxWallClockTime':'PT10M'},"));
      case 5, 6, 7, 8, 9 ->
          batch.addTask(
              job(),
              task(),
              oneOf(
                  "",
                  "'dependsOn':{'taskIds':['1','2']},",
                  "'dependsOn':{'taskIdRanges':[{'start':0,'end':3}]},",
                  "'constraints':{'retentionTime':'PT5M'},"));
      case 10, 11, 12, 13 -> finishOne();
      case 14 -> of(Operation.TASK_DELETE, Map.of("jobId", job(), "taskId", task()), "");
      case 15 -> of(Operation.TASK_TERMINATE, Map.of("jobId", job(), "taskId", task()), "");
      case 16 -> of(Operation.TASK_REACTIVATE, Map.of("jobId", job(), "taskId", task()), "");
      case 17 ->
          of(
              random.nextBoolean() ? Operation.JOB_DELETE : Operation.JOB_TERMINATE,
              Map.of("jobId", job()),
              "");
      case 18 -> of(Operation.JOB_DISABLE, Map.of("jobId", job()), "{'disableTasks':'requeue'}");
      case 19 -> of(Operation.JOB_ENABLE, Map.of("jobId", job()), "");
      case 20 -> resize();
      case 21 -> nodes();
      case 22 -> schedules();
      default -> autoscale();
    }
  }

  private void of(Operation operation, Map<String, String> names, String body) {
    batch.call(operation, names, body);
  }

  private void finishOne() {
    List<FakeCommand> running = batch.runtime.running();
    if (!running.isEmpty()) {
      FakeCommand command = running.get(random.nextInt(running.size()));
      if (random.nextInt(4) == 0) {
        command.begin(0);
      } else {
        command.exit(random.nextInt(5) == 0 ? 1 : 0);
      }
      batch.drain();
    }
  }

  private void resize() {
    Map<String, String> names = Map.of("poolId", pool());
    switch (random.nextInt(3)) {
      case 0 ->
          of(
              Operation.POOL_RESIZE,
              names,
              "{'targetDedicatedNodes':%d}".formatted(random.nextInt(4)));
      case 1 -> of(Operation.POOL_STOP_RESIZE, names, "");
      default -> {
        if (random.nextInt(4) == 0) {
          of(Operation.POOL_DELETE, names, "");
        }
      }
    }
  }

  private void nodes() {
    String pool = pool();
    String node = node(pool);
    Map<String, String> names = Map.of("poolId", pool, "nodeId", node);
    switch (random.nextInt(4)) {
      case 0 -> of(Operation.COMPUTE_NODE_REBOOT, names, "");
      case 1 -> of(Operation.COMPUTE_NODE_DISABLE_SCHEDULING, names, "");
      case 2 -> of(Operation.COMPUTE_NODE_ENABLE_SCHEDULING, names, "");
      default -> batch.core.preempt(pool, node);
    }
  }

  private void schedules() {
    Map<String, String> names = Map.of("jobScheduleId", schedule());
    switch (random.nextInt(4)) {
      case 0, 1 ->
          of(
              Operation.JOB_SCHEDULE_ADD,
              Map.of(),
              ("{'id':'%s','schedule':{'recurrenceInterval':'PT1M'},'jobSpecification':"
                      + "{'onAllTasksComplete':'terminatejob','poolInfo':%s}}")
                  .formatted(
                      names.get("jobScheduleId"),
                      oneOf(
                          "{'poolId':'pool0'}",
                          "{'autoPoolSpecification':{'poolLifetimeOption':'jobschedule','pool':"
                              + "{'vmSize':'Standard_D2s_v5','targetDedicatedNodes':1,"
                              + Emulated.IMAGE
                              + "}}}")));
      case 2 -> of(Operation.JOB_SCHEDULE_DISABLE, names, "");
      default -> of(Operation.JOB_SCHEDULE_DELETE, names, "");
    }
  }

  private void autoscale() {
    Map<String, String> names = Map.of("poolId", pool());
    if (random.nextBoolean()) {
      of(
          Operation.POOL_ENABLE_AUTO_SCALE,
          names,
          "{'autoScaleFormula':'$TargetDedicatedNodes=min(2,$PendingTasks.GetSample(1));'}");
    } else {
      of(Operation.POOL_DISABLE_AUTO_SCALE, names, "");
    }
  }
}
