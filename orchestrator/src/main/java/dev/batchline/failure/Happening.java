package dev.batchline.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can happen to a run: to an attempt, to a node, to its pool and job, to a call. */
public enum Happening {
  EXIT_CODE(true),
  LAUNCH(true),
  TIME_LIMIT(true),
  INPUT(true),
  OUTPUT(true),
  NODE_LOST(true),
  SERVICE(true),
  REJECTED(true),
  TERMINATED(true),
  NODE_STATE(false),
  RESIZE_ERROR(false),
  STALE_RESIZE_ERROR(false),
  FORMULA_ERROR(false),
  JOB_STATE(false),
  POOL_STATE(false),
  STANDSTILL(false),
  ANSWER(false);

  private static final List<Happening> OF_ATTEMPTS =
      Arrays.stream(values()).filter(Happening::endsAttempt).toList();

  private final boolean endsAttempt;

  Happening(boolean endsAttempt) {
    this.endsAttempt = endsAttempt;
  }

  /** Whether an attempt ends by it. */
  public boolean endsAttempt() {
    return endsAttempt;
  }

  /** Those that an attempt can end by. */
  public static List<Happening> ofAttempts() {
    return OF_ATTEMPTS;
  }

  /** As it is written: {@code timeLimit}. */
  public String word() {
    return Word.of(this);
  }

  public static Optional<Happening> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
