package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.spec.JobFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stands on standard output when a command that was asked for JSON fails: one document, like
 * that of success.
 *
 * <p>The same is told to people on standard error.
 */
final class FailureDocument {

  private static final String OUTPUT = "--output";

  private FailureDocument() {}

  /** Whether the command line asks for JSON, even if it can't be understood otherwise. */
  static boolean isWanted(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String value =
          argument.startsWith(OUTPUT + "=")
              ? argument.substring(OUTPUT.length() + 1)
              : argument.equals(OUTPUT) && i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (value.equalsIgnoreCase("json")) {
        return true;
      }
    }
    return false;
  }

  /** Of a command line that was not understood. */
  static Map<String, Object> mistyped(String message) {
    return document(Blame.USER.exitCode(), Blame.USER, message, Map.of());
  }

  /**
   * @param message what people are told
   */
  static Map<String, Object> of(Throwable failure, ExceptionMapper.Message message) {
    int exitCode = message.exitCode();
    if (failure instanceof JobFileException mistakes) {
      return document(
          exitCode, Blame.USER, message.text(), Map.of("problems", mistakes.problems()));
    }
    if (failure instanceof RunException known && exitCode == known.blame().exitCode()) {
      Map<String, Object> more = new LinkedHashMap<>();
      if (!known.code().isEmpty()) {
        more.put("code", known.code());
      }
      more.put("action", known.action());
      more.put("reason", known.reason());
      if (!known.hint().isEmpty()) {
        more.put("hint", known.hint());
      }
      Map<String, Object> document = new LinkedHashMap<>();
      known.run().ifPresent(run -> document.put("runId", run.value()));
      document.putAll(document(exitCode, known.blame(), String.valueOf(known.getMessage()), more));
      return document;
    }
    String first = message.text().lines().findFirst().orElse("").replaceFirst("^batchline: ", "");
    for (Blame blame : Blame.values()) {
      if (blame.exitCode() == exitCode) {
        return document(exitCode, blame, first, Map.of());
      }
    }
    return document(exitCode, first, "interrupted", Map.of());
  }

  private static Map<String, Object> document(
      int exitCode, Blame blame, String message, Map<String, Object> more) {
    return document(exitCode, message, blame.name().toLowerCase(Locale.ROOT), more);
  }

  private static Map<String, Object> document(
      int exitCode, String message, String blame, Map<String, Object> more) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("blame", blame);
    error.put("message", message);
    error.putAll(more);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("error", error);
    document.put("exitCode", exitCode);
    return document;
  }
}
