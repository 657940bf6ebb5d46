package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import dev.batchline.plan.Invocation;
import dev.batchline.plan.PlannedTask;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import dev.batchline.target.Submission;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** However the service behaves, each attempt is there once, and nothing is sent for nothing. */
class SubmissionUnderFaultsTest {

  private static final int SEEDS = 12;
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:05Z");

  @Test
  void eachAttemptIsThereOnceWhateverHappensToCollectionsAndTheirAnswers() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      int largest = seed % 3 == 0 ? 20_000 : MEBIBYTE;
      try (FaultyAccount account = new FaultyAccount(seed, 0.05 * (seed % 5), largest);
          AzureBatchTarget target = target(account, new TestTimeline(NOW))) {
        account.addForeign("simulate-7-1");
        account.addForeign("simulate-950-1");
        target.open(Plans.setup());
        List<Attempt> attempts = attempts(1000);

        Set<AttemptId> accepted = new HashSet<>();
        List<AttemptId> refused = new ArrayList<>();
        submitAll(target, attempts, accepted, refused);

        String where = "seed " + seed;
        assertThat(refused)
            .as(where)
            .extracting(AttemptId::value)
            .containsExactlyInAnyOrder("simulate-7-1", "simulate-950-1");
        assertThat(accepted).as(where).hasSize(998).doesNotContainAnyElementsOf(refused);
        assertThat(account.offeredAgain()).as(where).isEmpty();
        Map<String, JsonNode> tasks = account.tasks();
        assertThat(tasks).as(where).hasSize(1000);
        assertThat(accepted)
            .as(where)
            .allSatisfy(id -> assertThat(tasks.get(id.value()).toString()).contains(id.taskId()));
      }
    }
  }

  /** As the engine does: what was postponed is offered again, and so is all after a failure. */
  private static void submitAll(
      AzureBatchTarget target,
      List<Attempt> attempts,
      Set<AttemptId> accepted,
      List<AttemptId> refused) {
    Map<AttemptId, Attempt> byId =
        attempts.stream().collect(Collectors.toMap(Attempt::id, Function.identity()));
    List<Attempt> left = attempts;
    for (int round = 0; !left.isEmpty() && round < 100; round++) {
      Submission answer = target.submit(1, left);
      assertThat(accepted).doesNotContainAnyElementsOf(answer.accepted());
      accepted.addAll(answer.accepted());
      answer.refused().stream().map(AttemptEnd::id).forEach(refused::add);
      left = answer.postponed().stream().map(byId::get).toList();
    }
    assertThat(left).isEmpty();
  }

  @Test
  void whenOneConnectionIsThrottledNoneGoesOnBeforeTheServiceWantsItBack() throws IOException {
    HeldTimeline timeline = new HeldTimeline();
    try (FaultyAccount account = new FaultyAccount(1, 0, MEBIBYTE);
        AzureBatchTarget target = target(account, timeline)) {
      target.open(Plans.setup());
      account.throttle(1);
      List<Attempt> attempts = attempts(4000);
      CompletableFuture<Submission> throttled =
          CompletableFuture.supplyAsync(() -> target.submit(1, attempts.subList(0, 100)));
      await(() -> timeline.sleepers.get() == 1);

      CompletableFuture<Submission> others =
          CompletableFuture.supplyAsync(() -> target.submit(1, attempts.subList(100, 4000)));
      await(() -> timeline.sleepers.get() == BatchConnection.CONNECTIONS);
      assertThat(account.calls()).isEqualTo(1);

      timeline.release();
      assertThat(throttled.join().accepted()).hasSize(100);
      assertThat(others.join().accepted()).hasSize(3900);
      assertThat(account.calls()).isEqualTo(41);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
  }

  /** A clock that stands still, and holds all who sleep, until it is released. */
  private static final class HeldTimeline implements Timeline {

    final AtomicInteger sleepers = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public Instant now() {
      return released.getCount() == 0 ? NOW.plusSeconds(1) : NOW;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (!duration.isZero()) {
        sleepers.incrementAndGet();
        released.await();
      }
    }

    void release() {
      released.countDown();
    }
  }

  @Test
  void aTaskThatNoCallHasRoomForIsRefusedWithoutOneAndTheOthersGoIn() throws IOException {
    try (FaultyAccount account = new FaultyAccount(1, 0, MEBIBYTE);
        AzureBatchTarget target = target(account, new TestTimeline(NOW))) {
      target.open(Plans.setup());
      List<Attempt> attempts = new ArrayList<>(attempts(3));
      attempts.set(1, withCommandOf(attempts.get(1), 2 * MEBIBYTE));

      Submission submission = target.submit(1, attempts);

      assertThat(submission.accepted())
          .extracting(AttemptId::value)
          .containsExactlyInAnyOrder("simulate-1-1", "simulate-3-1");
      assertThat(submission.refused())
          .singleElement()
          .satisfies(
              end -> {
                Outcome.Failed failed = (Outcome.Failed) end.outcome();
                assertThat(failed.code()).isEqualTo("RequestBodyTooLarge");
                assertThat(failed.message())
                    .matches(
                        "it takes 2\\d{3} KiB to describe, and Azure Batch takes 1024 in one call:"
                            + " shorten its command, its environment or its lists of files");
              });
    }
  }

  @Test
  void aCollectionHoldsNoMoreThanTheServiceTakes() throws IOException {
    try (FaultyAccount account = new FaultyAccount(1, 0, MEBIBYTE);
        AzureBatchTarget target = target(account, new TestTimeline(NOW))) {
      target.open(Plans.setup());
      List<Attempt> attempts =
          attempts(100).stream().map(attempt -> withCommandOf(attempt, 50_000)).toList();

      assertThat(target.submit(1, attempts).accepted()).hasSize(100);

      assertThat(account.calls()).isEqualTo(5);
    }
  }

  private static Attempt withCommandOf(Attempt attempt, int length) {
    PlannedTask task = attempt.task();
    return new Attempt(
        attempt.id(),
        new PlannedTask(
            task.ordinal(),
            task.id(),
            task.group(),
            new Invocation.Shell("risk " + "x".repeat(length)),
            task.environment(),
            task.inputs(),
            task.earlierOutputs(),
            task.outputs(),
            task.timeLimit(),
            task.slots()));
  }

  private static AzureBatchTarget target(FaultyAccount account, Timeline timeline) {
    return new AzureBatchTarget(
        new AzureBatchSettings(
            "account",
            account.endpoint(),
            new AzureBatchSettings.Access.SharedKey(Secret.of("c2VjcmV0"))),
        timeline);
  }

  private static List<Attempt> attempts(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> Plans.simulation(number)).toList();
  }
}
