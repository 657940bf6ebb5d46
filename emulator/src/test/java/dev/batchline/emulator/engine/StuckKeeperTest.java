package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.time.ServiceTime;
import dev.batchline.emulator.time.WallTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an account can still do while nothing of it can be kept. */
class StuckKeeperTest {

  /** One whose disk is full until it isn't. */
  private static final class Disk implements Keeper {
    private volatile boolean full;
    private volatile CompletableFuture<Void> kept = CompletableFuture.completedFuture(null);

    @Override
    public void handOver() {}

    @Override
    public CompletableFuture<Void> kept() {
      return kept;
    }

    @Override
    public boolean stuck() {
      return full;
    }

    @Override
    public void whenReady(Runnable wake) {}
  }

  private final Disk disk = new Disk();
  private final ServiceTime time = WallTime.real();
  private Engine engine =
      Engine.start(
          new Account(),
          disk,
          new EngineSettings("account", () -> Emulated.BASE, Quotas.DEFAULT),
          time,
          new FakeNodeRuntime(time::now, Path.of("nodes")));

  @AfterEach
  void stop() {
    engine.close();
  }

  private Answer call(Operation operation, Map<String, String> names, String body) {
    return engine.answer(
        new Call(
            operation,
            names,
            Map.of(),
            body.isEmpty() ? Optional.empty() : Optional.of(Emulated.json(body)),
            Conditions.NONE,
            Page.first(1000),
            Emulated.BASE));
  }

  private void addJob(String id) {
    call(Operation.JOB_ADD, Map.of(), "{'id':'%s','poolInfo':{'poolId':'p'}}".formatted(id));
  }

  private void fill() {
    disk.kept = new CompletableFuture<>();
    disk.full = true;
  }

  @Test
  void whatWouldAddSomethingIsRefusedBeforeItIsDone() {
    fill();

    CompletableFuture<Void> added = CompletableFuture.runAsync(() -> addJob("j"));
    assertThat(added)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            BatchError.class, refused -> assertThat(refused.status()).isEqualTo(503));
    Answer jobs = call(Operation.JOB_LIST, Map.of(), "");
    assertThat(((Answer.Listing) jobs).elements()).isEmpty();
  }

  @Test
  void whatRemovesSomethingIsDoneAndAnsweredWhenItIsKept() {
    addJob("j");
    fill();
    CompletableFuture<Answer> deleted =
        CompletableFuture.supplyAsync(() -> call(Operation.JOB_DELETE, Map.of("jobId", "j"), ""));
    await()
        .until(
            () ->
                engine.read(
                    account ->
                        account.jobs().isEmpty() || !account.job("j").job().is(JobState.ACTIVE)));
    assertThat(deleted).isNotDone();

    disk.full = false;
    disk.kept.complete(null);

    assertThat(deleted.join()).isInstanceOf(Answer.Done.class);
    addJob("k");
  }
}
