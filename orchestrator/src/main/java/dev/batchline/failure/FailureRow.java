package dev.batchline.failure;

import java.util.Objects;

/**
 * One line of the table.
 *
 * @param code what Azure calls it, or {@link #ANY} for all codes that have no row of their own
 * @param attempts after how many of them a task is given up; {@link #OF_JOB} for what the job file
 *     says
 * @param why in a few words
 */
public record FailureRow(
    Happening happening, String code, Meaning meaning, Action action, int attempts, String why) {

  public static final String ANY = "*";

  /** {@code retry.attempts} of the job file. */
  public static final int OF_JOB = -1;

  public FailureRow {
    Objects.requireNonNull(happening);
    if (code.isBlank() || attempts < OF_JOB) {
      throw new IllegalArgumentException(happening + " " + code + " " + attempts);
    }
  }

  /** Whether another try is counted as the program's own failure. */
  public boolean countsAsProgram() {
    return attempts == OF_JOB;
  }
}
