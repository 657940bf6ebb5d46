package dev.batchline.cli;

import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RunSummary;
import dev.batchline.devops.LoggingCommands;
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

  /** Prints the summary and, if asked for, the document; returns the exit code. */
  int tell(RunResult result) throws IOException {
    Optional<ReportWriting.Written> written =
        result.ending() == Ending.ENDED
            ? Optional.of(ReportWriting.write(connection, result))
            : Optional.empty();
    if (console.json()) {
      console.document(RunDocument.of(result));
    } else {
      console.say(
          RunSummary.of(result, connection.local(), written.map(ReportWriting.Written::report)));
    }
    if (surroundings.inPipeline() && written.isPresent()) {
      console.say(LoggingCommands.uploadSummary(written.get().summary()));
    }
    return result.exitCode();
  }
}
