package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.clean.Finding;
import dev.batchline.cli.clean.Sweeper;
import dev.batchline.cli.clean.Sweeper.Found;
import dev.batchline.cli.clean.Sweeper.Removal;
import dev.batchline.cli.console.Activity;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.cli.local.LocalStores;
import dev.batchline.report.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds what runs have left behind, and removes it if asked to. */
@Command(
    name = "clean",
    description = {
      "Show what runs have left behind and nobody needs any more; with --yes, remove it.",
      "Nothing is touched that runs of Batchline did not make, or that a run still uses."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline clean                             shows what may go, with its age and cost",
      "  batchline clean --yes                       removes it",
      "  batchline clean --older-than 30d --yes      with runs, outputs and logs of over 30 days"
    })
final class CleanCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin LookOptions look = new LookOptions();

  @Option(names = "--yes", description = "Remove it.")
  boolean yes;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      description = "Also runs that ended longer ago, such as 30d: records, outputs and logs.")
  String olderThan = "";

  @Option(names = "--local", description = "In the stores of local runs on this machine.")
  boolean local;

  private int exitCode;

  CleanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Duration> age = age();
    Console console = look.console(surroundings);
    Connection.Wish wish = new Connection.Wish(look.connection, local, false);
    List<Map<String, Object>> documents = new ArrayList<>();
    if (local) {
      for (Path store : new LocalStores(surroundings.home()).all()) {
        try (Connection connection = Connection.toStore(store, surroundings, console, wish)) {
          documents.addAll(clean(connection, age, console));
        }
      }
    } else {
      try (Connection connection = Connection.open(surroundings, console, wish)) {
        documents.addAll(clean(connection, age, console));
      }
    }
    if (console.json()) {
      console.document(documents);
    } else if (documents.isEmpty()) {
      console.say("There is nothing to clean.");
    } else if (!yes) {
      console.say("Remove it with: batchline clean --yes" + given());
    }
    return exitCode;
  }

  private String given() {
    return (olderThan.isEmpty() ? "" : " --older-than " + olderThan) + (local ? " --local" : "");
  }

  private Optional<Duration> age() {
    if (olderThan.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Since.age(olderThan));
    } catch (DateTimeException | ArithmeticException e) {
      throw new RunException(
          Blame.USER,
          "use \"" + olderThan + "\" with --older-than",
          "it is no duration",
          "Write 12h or 30d, or a duration in ISO 8601: PT12H, P30D.");
    }
  }

  private List<Map<String, Object>> clean(
      Connection connection, Optional<Duration> age, Console console) throws IOException {
    Instant now = surroundings.timeline().now();
    if (connection.account().isEmpty() && !local) {
      console.note("AZURE_BATCH_ENDPOINT is not set: only Storage is looked at");
    }
    Sweeper sweeper = new Sweeper(connection.files(), connection.account(), now, age);
    Found found;
    try (Activity activity = new Activity(console, "Looking for what runs have left")) {
      activity.show(connection.files().location());
      found = sweeper.find();
    }
    if (!yes) {
      found.findings().forEach(each -> console.say(line(each, now)));
      return found.findings().stream().map(each -> document(each, now)).toList();
    }
    List<Removal> removals = sweeper.remove(found, each -> tell(each, now, console));
    for (Removal removal : removals) {
      if (removal.gone() && removal.finding().kind() == Finding.Kind.RUN) {
        connection.forget(new RunId(removal.finding().run()));
      }
    }
    removals.stream()
        .flatMap(each -> each.failure().stream())
        .mapToInt(failure -> failure.blame().exitCode())
        .forEach(code -> exitCode = Math.max(exitCode, code));
    return removals.stream().map(each -> document(each, now)).toList();
  }

  private static void tell(Removal removal, Instant now, Console console) {
    if (removal.gone()) {
      console.say("removed " + line(removal.finding(), now));
    } else if (removal.failure().isPresent()) {
      RunException failure = removal.failure().get();
      console.note(
          "failed  " + line(removal.finding(), now) + ": " + ForeignText.line(text(failure)));
    } else {
      console.note(
          (removal.finding().kind() == Finding.Kind.OBJECTS ? "partly  " : "stayed  ")
              + line(removal.finding(), now)
              + ": a run began to need it meanwhile");
    }
  }

  private static String text(RunException failure) {
    return failure.getMessage() + (failure.hint().isEmpty() ? "" : ". " + failure.hint());
  }

  private static String line(Finding finding, Instant now) {
    StringBuilder line = new StringBuilder();
    line.append(finding.kind() == Finding.Kind.OBJECTS ? "" : finding.kind().word() + " ");
    line.append(ForeignText.line(finding.id()));
    line.append(finding.kind() == Finding.Kind.OBJECTS ? " objects" : "");
    line.append(": ").append(finding.reason());
    finding.since().ifPresent(since -> line.append(", ").append(age(Duration.between(since, now))));
    if (finding.nodes() > 0) {
      line.append(", ").append(Wording.count(finding.nodes(), "node"));
      line.append(": each hour costs ");
      line.append(
          finding.cores() > 0
              ? Wording.count(finding.cores(), "core-hour")
              : Wording.count(finding.nodes(), "node-hour"));
      finding
          .since()
          .map(since -> Duration.between(since, now).toMinutes() / 60.0 * finding.nodes())
          .ifPresent(
              hours ->
                  line.append(", so far at most ")
                      .append(Wording.hours(hours))
                      .append(" node-hours"));
    } else if (finding.kind() == Finding.Kind.POOL) {
      line.append(", no nodes");
    }
    if (finding.bytes() > 0) {
      line.append(", ").append(Wording.bytes(finding.bytes()));
    }
    return line.toString();
  }

  private static String age(Duration age) {
    return Wording.age(age) + " old";
  }

  private static Map<String, Object> document(Removal removal, Instant now) {
    Map<String, Object> document = document(removal.finding(), now);
    document.put("removed", removal.gone());
    removal.failure().ifPresent(failure -> document.put("problem", failure.getMessage()));
    return document;
  }

  private static Map<String, Object> document(Finding finding, Instant now) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", finding.kind().word());
    document.put("id", finding.id());
    document.put("run", finding.run());
    document.put("since", finding.since());
    finding
        .since()
        .ifPresent(since -> document.put("ageHours", Duration.between(since, now).toHours()));
    document.put("reason", finding.reason());
    document.put("nodes", finding.nodes());
    document.put("coreHoursPerHour", finding.cores());
    document.put("bytes", finding.bytes());
    document.put("removed", false);
    return document;
  }
}
