package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.util.Locale;

/**
 * What one check of {@code doctor} found.
 *
 * @param check what was looked at
 * @param sentence what was found
 * @param hint what to do; empty when there is nothing
 * @param exitCode of a process that found nothing worse; 0 unless it failed
 */
record Diagnosis(String check, Result result, String sentence, String hint, int exitCode) {

  /** How it went. */
  enum Result {
    OK,
    WARNING,
    FAILED,
    SKIPPED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Diagnosis ok(String check, String sentence) {
    return new Diagnosis(check, Result.OK, sentence, "", 0);
  }

  static Diagnosis warning(String check, String sentence, String hint) {
    return new Diagnosis(check, Result.WARNING, sentence, hint, 0);
  }

  static Diagnosis skipped(String check, String sentence) {
    return new Diagnosis(check, Result.SKIPPED, sentence, "", 0);
  }

  static Diagnosis failed(String check, RunException failure) {
    return new Diagnosis(
        check,
        Result.FAILED,
        "could not " + failure.action() + ": " + failure.reason(),
        failure.hint(),
        failure.blame() == Blame.BUG ? Blame.SERVICE.exitCode() : failure.blame().exitCode());
  }
}
