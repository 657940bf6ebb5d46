package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Timeline;
import dev.batchline.run.RunProgress;
import dev.batchline.run.Standstill.Explanation;
import dev.batchline.run.StandstillCause;
import dev.batchline.run.TaskCounts;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RunDisplayTest {

  private static final Outcome.Failed HOSTILE =
      new Outcome.Failed(
          FailureKind.INPUT,
          OptionalInt.empty(),
          "BlobNotFound",
          "gone ##vso[task.complete result=Succeeded]\u001b[2J",
          Optional.empty());

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Clock clock = new Clock();

  @Test
  void plainLinesComeNowAndThenAndNotWithEveryLook() {
    try (RunDisplay display = display(Screen.NONE, false)) {
      for (int second = 0; second < 60; second++) {
        clock.now = Instant.EPOCH.plusSeconds(second);
        display.observed(progress());
      }
    }

    assertThat(text(err).lines()).hasSize(5).allMatch(line -> line.contains("1 of 4 tasks done"));
    assertThat(text(out)).isEmpty();
  }

  @Test
  void aFailedTaskIsAnIssueOfThePipelineAndItsTextCommandsNothing() {
    try (RunDisplay display = display(Screen.NONE, true)) {
      display.attemptFailed(new AttemptId(0, "simulate-1", 3), HOSTILE, Optional.empty());
    }

    assertThat(text(out))
        .startsWith("##vso[task.logissue type=error]task simulate-1, attempt 3: ")
        .contains("BlobNotFound: gone # #vso[task.complete")
        .doesNotContain("\u001b")
        .hasLineCount(1);
  }

  @Test
  void outsideAPipelineNothingLooksLikeACommandOfIt() {
    try (RunDisplay display = display(Screen.NONE, false)) {
      display.attemptFailed(
          new AttemptId(0, "simulate-1", 1), HOSTILE, Optional.of(Duration.ofSeconds(10)));
      display.notice("##[error]x");
    }

    assertThat(text(err)).contains("tried again in 10.0 s").doesNotContain("##vso", "##[");
  }

  @Test
  void aMillionTasksThatFailAlikeDoNotFillTheLog() {
    Outcome.Failed other =
        new Outcome.Failed(
            FailureKind.EXIT_CODE, OptionalInt.of(3), "FailureExitCode", "", Optional.empty());
    try (RunDisplay display = display(Screen.NONE, false)) {
      for (int task = 0; task < 1_000_000; task++) {
        display.attemptFailed(
            new AttemptId(task, "simulate-" + task, 1), HOSTILE, Optional.of(Duration.ZERO));
      }
      display.attemptFailed(new AttemptId(7, "simulate-7", 1), other, Optional.empty());
    }

    assertThat(text(err).lines())
        .hasSize(10 + 16 + 1)
        .last()
        .asString()
        .contains("simulate-7, attempt 1: its program failed with exit code 3; failed for good");
    assertThat(text(err)).contains("(640 attempts so far");
  }

  @Test
  void theIdOfARunIsToldOnceAndAlsoToThePipeline() {
    try (RunDisplay display = display(Screen.NONE, true)) {
      assertThat(text(out) + text(err)).isEmpty();
      display.announce();
      display.announce();
    }

    assertThat(text(err)).isEqualTo("Run risk-1\nSee it in a browser: http://x/risk-1\n");
    assertThat(text(out))
        .isEqualTo("##vso[task.setvariable variable=runId;isoutput=true;isreadonly=true]risk-1\n");
  }

  @Test
  void aCauseThatComesAgainIsToldAgain() {
    Explanation disabled = new Explanation(StandstillCause.JOB_DISABLED, "its job is disabled");
    try (RunDisplay display = display(Screen.NONE, true)) {
      for (Optional<Explanation> why :
          List.of(
              Optional.of(disabled),
              Optional.of(disabled),
              Optional.<Explanation>empty(),
              Optional.of(disabled))) {
        display.observed(progress(why));
      }
    }

    assertThat(text(err).lines())
        .filteredOn(line -> line.equals("Nothing runs: its job is disabled"))
        .hasSize(2);
  }

  @Test
  void causesThatTakeTurnsAreToldOnceEach() {
    try (RunDisplay display = display(Screen.NONE, true)) {
      for (int look = 0; look < 10; look++) {
        StandstillCause cause =
            look % 2 == 0 ? StandstillCause.QUOTA_USED_UP : StandstillCause.POOL_RESIZING;
        display.observed(progress(Optional.of(new Explanation(cause, "it is " + cause.word()))));
      }
    }

    assertThat(text(err).lines()).filteredOn(line -> line.startsWith("Nothing runs: ")).hasSize(2);
  }

  @Test
  void aWarningOfThePipelineIsOneCommand() {
    try (RunDisplay display = display(Screen.NONE, true)) {
      display.warning("late because of x\n##vso[task.complete result=Succeeded]\u001b[2J");
    }

    assertThat(text(out))
        .isEqualTo(
            "##vso[task.logissue type=warning]late because of x # #vso[task.complete"
                + " result=Succeeded]\n");
  }

  @Test
  void aTerminalIsLeftAsItWas() {
    try (RunDisplay display = display(new Screen(100, true, true), false)) {
      display.observed(progress());
      display.notice("The pool resizes.");
    }

    String drawn = text(err);
    assertThat(drawn).contains("The pool resizes.\n", "1 of 4 tasks done");
    assertThat(drawn).endsWith("\u001b[J");
  }

  private RunDisplay display(Screen screen, boolean pipeline) {
    Console console = new Console(stream(out), stream(err), screen, false);
    return new RunDisplay(console, pipeline, clock, "risk-1", Optional.of("http://x/risk-1"));
  }

  private static RunProgress progress() {
    return progress(Optional.empty());
  }

  private static RunProgress progress(Optional<Explanation> why) {
    return new RunProgress(
        new TaskCounts(4, 2, 1, 1, 0, 0),
        2,
        0,
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        why);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static final class Clock implements Timeline {
    private volatile Instant now = Instant.EPOCH;

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      now = now.plus(duration);
    }
  }
}
