package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.devops.LoggingCommands;
import dev.batchline.devops.LoggingCommands.Severity;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line and runs the command that it names. */
final class CommandTree {

  private CommandTree() {}

  /**
   * @return the exit code of the process
   */
  static int execute(Surroundings surroundings, String... arguments) {
    AnswerStream answer = new AnswerStream(surroundings.out());
    int exitCode = execute(surroundings.withOut(answer), answer, arguments);
    answer.flush();
    return exitCode;
  }

  private static int execute(Surroundings surroundings, AnswerStream answer, String... arguments) {
    return of(surroundings)
        .setParameterExceptionHandler(
            (failure, given) -> {
              if (FailureDocument.isWanted(List.of(arguments))) {
                answer.failure(FailureDocument.mistyped(String.valueOf(failure.getMessage())));
              }
              return mistyped(failure, failure.getCommandLine().getErr());
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              boolean verbose = parsed.originalArgs().contains("--verbose");
              ExceptionMapper.Message message = ExceptionMapper.describe(failure, verbose);
              command.getErr().println(message.text());
              if (surroundings.inPipeline() && message.exitCode() != ExceptionMapper.INTERRUPTED) {
                command.getErr().println(LoggingCommands.logIssue(Severity.ERROR, message.issue()));
              }
              if (FailureDocument.isWanted(parsed.originalArgs())) {
                answer.failure(FailureDocument.of(failure, message));
              }
              return message.exitCode();
            })
        .execute(arguments);
  }

  static CommandLine of(Surroundings surroundings) {
    CommandLine commands = new CommandLine(BatchlineCommand.class, new Handing(surroundings));
    PrintWriter err = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
    return commands
        .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(width(surroundings))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                surroundings.screen().colour() && surroundings.screen().outputIsTerminal()
                    ? Ansi.ON
                    : Ansi.OFF));
  }

  private static int width(Surroundings surroundings) {
    int columns = surroundings.screen().columns();
    return columns == 0 ? 100 : Math.max(60, Math.min(columns, 120));
  }

  private static int mistyped(ParameterException failure, PrintWriter err) {
    CommandLine command = failure.getCommandLine();
    err.println("batchline: " + failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> known = Suggestions.names(command.getCommandSpec());
      Suggestions.nearest(unmatched.getUnmatched().get(0), known)
          .ifPresent(name -> err.println("  Did you mean: " + name));
    }
    err.println("  See: " + command.getCommandSpec().qualifiedName() + " --help");
    return Blame.USER.exitCode();
  }

  /** Makes commands; those that want the surroundings say so in their constructor. */
  private record Handing(Surroundings surroundings) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (List.of(constructor.getParameterTypes()).equals(List.of(Surroundings.class))) {
          return type.cast(constructor.newInstance(surroundings));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
