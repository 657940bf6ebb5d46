package dev.batchline.devops;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Azure Pipelines' logging commands as lines of text; whoever owns standard output prints them.
 *
 * <p>Values are escaped as the agent's own task library does it, so that no value can end a command
 * or begin another. Source: microsoft/azure-pipelines-task-lib, taskcommand.ts.
 */
public final class LoggingCommands {

  private LoggingCommands() {}

  /** Severity of an issue shown on the run's summary page. */
  public enum Severity {
    WARNING,
    ERROR
  }

  /** Shows a file of Markdown on the run's Extensions tab; the agent wants an absolute path. */
  public static String uploadSummary(Path markdown) {
    return "##vso[task.uploadsummary]" + data(markdown.toAbsolutePath().toString());
  }

  /** Sets a variable that later steps of the job read by its name, and other jobs as an output. */
  public static String setOutputVariable(String name, String value) {
    return "##vso[task.setvariable variable="
        + property(name)
        + ";isoutput=true;isreadonly=true]"
        + data(value);
  }

  /** Lists a warning or an error on the run's summary page; does not fail the step by itself. */
  public static String logIssue(Severity severity, String message) {
    return "##vso[task.logissue type="
        + severity.name().toLowerCase(Locale.ROOT)
        + "]"
        + data(message);
  }

  /**
   * Moves the step's progress bar.
   *
   * @param percent 0 to 100
   */
  public static String setProgress(int percent, String what) {
    return "##vso[task.setprogress value=" + Math.max(0, Math.min(100, percent)) + "]" + data(what);
  }

  /** Has the agent print {@code ***} wherever the value would appear from now on. */
  public static String setSecret(String value) {
    return "##vso[task.setsecret]" + data(value);
  }

  /** Tags the pipeline's run; a tag can't hold a colon, which is replaced by a hyphen. */
  public static String addBuildTag(String tag) {
    return "##vso[build.addbuildtag]" + data(tag.replace(':', '-'));
  }

  private static String property(String value) {
    return data(value).replace("]", "%5D").replace(";", "%3B");
  }

  private static String data(String value) {
    return value.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
