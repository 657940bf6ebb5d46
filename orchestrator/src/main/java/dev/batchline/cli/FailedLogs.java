package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Activity;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.FailureText;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.report.FailureGroups;
import dev.batchline.report.FailureGroups.Group;
import dev.batchline.report.Wording;
import dev.batchline.run.FailedAttempts;
import dev.batchline.run.FailedAttempts.Failed;
import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Prints the end of stderr of the attempts that failed, those that failed alike together. */
final class FailedLogs {

  /** How many attempts' logs are read; of a run that fails everywhere, these tell enough. */
  private static final int READ = 500;

  private static final int AT_ONCE = 16;
  private static final int TAIL_BYTES = 4096;
  private static final int TAIL_LINES = 12;
  private static final int NAMED = 5;

  private final RunStore store;
  private final Console console;

  FailedLogs(RunStore store, Console console) {
    this.store = store;
    this.console = console;
  }

  /** An attempt and the end of its stderr, which may be empty. */
  private record Told(Failed failed, String tail) {}

  void tell() {
    FailedAttempts failed = FailedAttempts.read(store, READ);
    List<Group<Told>> groups =
        FailureGroups.of(
            read(failed.first()), told -> FailureGroups.how(told.failed().outcome()), Told::tail);
    if (console.json()) {
      console.document(groups.stream().map(FailedLogs::document).toList());
      return;
    }
    if (groups.isEmpty()) {
      console.say("No attempt of run " + store.id() + " has failed.");
      return;
    }
    groups.forEach(this::tell);
    if (failed.count() > failed.first().size()) {
      console.say("");
      console.say(
          "These are the first "
              + failed.first().size()
              + " of "
              + Wording.count(failed.count(), "attempt")
              + " that failed.");
    }
  }

  private void tell(Group<Told> group) {
    Failed first = group.first().failed();
    int attempts = group.size();
    console.say("");
    console.say(
        attempts == 1
            ? name(first) + " failed: " + FailureText.of(first.outcome())
            : Wording.count(attempts, "attempt")
                + " of "
                + Wording.count(tasks(group), "task")
                + " failed alike: "
                + FailureText.of(first.outcome()));
    List<String> tail = ForeignText.block(group.tail()).stripTrailing().lines().toList();
    tail.subList(Math.max(0, tail.size() - TAIL_LINES), tail.size())
        .forEach(line -> console.say("  | " + line));
    if (attempts > 1) {
      console.say("  " + names(group));
    }
    console.say(
        "  all of it: batchline logs "
            + store.id()
            + " "
            + first.id().taskId()
            + " --attempt "
            + first.id().number());
  }

  private static String names(Group<Told> group) {
    int more = group.size() - NAMED;
    return group.members().stream()
            .limit(NAMED)
            .map(told -> name(told.failed()))
            .collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** How many tasks the attempts belong to. */
  private static long tasks(Group<Told> group) {
    return group.members().stream().map(told -> told.failed().id().ordinal()).distinct().count();
  }

  private static String name(Failed failed) {
    return ForeignText.line(failed.id().taskId()) + ", attempt " + failed.id().number();
  }

  /** Tails in the order of the attempts; of an attempt that left none, an empty one. */
  private List<Told> read(List<Failed> attempts) {
    ExecutorService readers =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "batchline-logs");
              thread.setDaemon(true);
              return thread;
            });
    try (Activity activity = new Activity(console, "Reading logs of failed attempts")) {
      List<Future<Told>> futures = new ArrayList<>();
      attempts.forEach(each -> futures.add(readers.submit(() -> read(each))));
      List<Told> told = new ArrayList<>();
      for (Future<Told> future : futures) {
        told.add(future.get());
        activity.show(told.size() + " of " + attempts.size());
      }
      return told;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "read logs", "it was interrupted", "", e);
    } finally {
      readers.shutdownNow();
    }
  }

  private Told read(Failed attempt) {
    String name = RunBlobs.logs(attempt.id().taskId(), attempt.id().number()) + "stderr.txt";
    return new Told(
        attempt,
        store
            .tail(name, TAIL_BYTES)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(""));
  }

  private static Map<String, Object> document(Group<Told> group) {
    Outcome.Failed outcome = group.first().failed().outcome();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(
        "attempts", group.members().stream().map(told -> told.failed().id().value()).toList());
    document.put("tasks", tasks(group));
    document.put("kind", outcome.kind().name().toLowerCase(Locale.ROOT));
    if (outcome.exitCode().isPresent()) {
      document.put("exitCode", outcome.exitCode().getAsInt());
    }
    document.put("code", outcome.code());
    document.put("message", outcome.message());
    document.put("stderr", group.tail());
    return document;
  }
}
