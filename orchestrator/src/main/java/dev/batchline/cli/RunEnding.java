package dev.batchline.cli;

import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RunSummary;
import dev.batchline.devops.LoggingCommands;
import dev.batchline.devops.LoggingCommands.Severity;
import dev.batchline.run.RunEvent;
import dev.batchline.run.RunResult;
import dev.batchline.run.RunResult.Ending;
import java.io.IOException;
import java.util.Optional;

/** Tells the person, or the pipeline, how driving a run ended. */
final class RunEnding {

  private final Surroundings surroundings;
  private final Console console;
  private final Connection connection;

  RunEnding(Surroundings surroundings, Console console, Connection connection) {
    this.surroundings = surroundings;
    this.console = console;
    this.connection = connection;
  }

  /** What is printed on standard output. */
  enum Answer {
    SUMMARY,
    DOCUMENT,
    ID
  }

  /** Prints the answer, and the summary besides; returns the exit code. */
  int tell(RunResult result, Answer answer) throws IOException {
    Optional<ReportWriting.Written> written =
        result.ending() == Ending.ENDED
            ? Optional.of(ReportWriting.write(connection, result))
            : Optional.empty();
    String summary =
        RunSummary.of(result, connection.local(), written.map(ReportWriting.Written::report));
    switch (answer) {
      case SUMMARY -> console.say(summary);
      case DOCUMENT -> console.document(RunDocument.of(result));
      case ID -> {
        console.note(summary);
        console.lines(result.record().runId());
      }
    }
    if (surroundings.inPipeline() && written.isPresent()) {
      console.say(LoggingCommands.uploadSummary(written.get().summary()));
      RunSummary.issue(result.record(), result.tasks().finished().map(RunEvent.Finished::at))
          .ifPresent(issue -> console.say(LoggingCommands.logIssue(Severity.ERROR, issue)));
    }
    return result.exitCode();
  }
}
