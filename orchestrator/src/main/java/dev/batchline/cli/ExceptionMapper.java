package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.Disk;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.spec.JobFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one place that turns a failure into text and an exit code.
 *
 * <p>A stack trace is shown for our own defects only, or when asked for.
 */
final class ExceptionMapper {

  /** Ended by Ctrl-C or a signal. */
  static final int INTERRUPTED = 130;

  private static final int DEEPEST = 50;

  private static final int ISSUE_LINES = 10;

  private ExceptionMapper() {}

  /**
   * @param text without a line break at its end
   */
  record Message(int exitCode, String text) {

    /** Without what is told to who looks closer: a stack trace, more than a few mistakes. */
    String issue() {
      return text.lines()
          .takeWhile(line -> !line.startsWith("\tat "))
          .limit(ISSUE_LINES)
          .collect(Collectors.joining("\n"));
    }
  }

  /**
   * @param verbose whether to add the stack trace whatever the blame
   */
  static Message describe(Throwable failure, boolean verbose) {
    Message message = describe(failure);
    return verbose && message.exitCode() != Blame.BUG.exitCode()
        ? new Message(message.exitCode(), message.text() + "\n" + trace(failure))
        : message;
  }

  private static Message describe(Throwable failure) {
    if (brokenOff(failure)) {
      return new Message(INTERRUPTED, "batchline: interrupted");
    }
    if (failure instanceof JobFileException mistakes) {
      return new Message(Blame.USER.exitCode(), mistakes(mistakes));
    }
    if (failure instanceof RunException known) {
      return known(known);
    }
    if (failure instanceof UncheckedIOException unchecked) {
      return describe(Objects.requireNonNull(unchecked.getCause()));
    }
    if (failure instanceof FileSystemException file) {
      return onDisk(file);
    }
    if (failure instanceof IOException io && Disk.isFull(Path.of(""))) {
      return known(
          new RunException(
              Blame.CAPACITY, "write a file", "the disk is full", "Make room and try again.", io));
    }
    return new Message(
        Blame.BUG.exitCode(),
        "batchline: this is a defect of Batchline, not of your job; please report it with the lines"
            + " below\n"
            + trace(failure).stripTrailing());
  }

  /** Clients of Azure report that their thread was interrupted as a failure of the call. */
  private static boolean brokenOff(Throwable failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST)
        .anyMatch(InterruptedException.class::isInstance);
  }

  private static String mistakes(JobFileException failure) {
    int count = failure.problems().size();
    String lines =
        failure.problems().stream()
            .map(problem -> ForeignText.block(problem.toString()))
            .collect(Collectors.joining("\n"));
    return lines
        + "\n"
        + "batchline: "
        + (count == 1 ? "1 mistake" : count + " mistakes")
        + "; nothing was created";
  }

  private static Message known(RunException failure) {
    if (failure.blame() == Blame.BUG) {
      return new Message(
          failure.blame().exitCode(),
          "batchline: "
              + ForeignText.line(String.valueOf(failure.getMessage()))
              + "\n"
              + trace(failure));
    }
    String hint =
        failure.hint().isEmpty()
            ? ""
            : "\n  " + ForeignText.block(failure.hint()).replace("\n", "\n  ");
    return new Message(
        failure.blame().exitCode(),
        "batchline: " + ForeignText.block(String.valueOf(failure.getMessage())) + hint);
  }

  private static Message onDisk(FileSystemException failure) {
    String file = String.valueOf(failure.getFile());
    String written = Objects.requireNonNullElse(failure.getOtherFile(), file); // of a copy
    if (Disk.isFull(Path.of(written))) {
      return known(
          new RunException(
              Blame.CAPACITY, "write " + written, "the disk is full", "Make room and try again."));
    }
    String reason =
        failure instanceof NoSuchFileException
            ? "there is no such file"
            : failure instanceof AccessDeniedException
                ? "access to it is denied"
                : failure instanceof NotDirectoryException
                    ? "it is not a directory"
                    : String.valueOf(failure.getReason());
    return known(new RunException(Blame.USER, "use " + file, reason, ""));
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
