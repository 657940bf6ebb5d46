package dev.batchline.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is done about something that happened. */
public enum Action {
  /** Once more, at once. */
  RETRY_NOW,
  /** Once more, after a time that doubles. */
  RETRY,
  /** Once more, soon, on another node. */
  RETRY_ELSEWHERE,
  /** Once more, on another pool: a bigger VM. */
  ESCALATE,
  /** Wait until there is quota again, and ask now and then. */
  WAIT_FOR_QUOTA,
  /** No more. */
  GIVE_UP,
  /** Take the node out, so that the pool brings another. */
  REPLACE_NODE,
  /** Create it again. */
  CREATE_AGAIN,
  /** Nothing: it passes by itself, and is shown while it lasts. */
  WAIT,
  /** Nothing, and it is not shown. */
  IGNORE,
  /** End the run: at once, or when a standstill has lasted as long as the job file lets it. */
  END_RUN;

  /** What a job file can ask for. */
  private static final List<Action> FOR_JOB_FILES =
      List.of(RETRY_NOW, RETRY, RETRY_ELSEWHERE, ESCALATE, WAIT_FOR_QUOTA, GIVE_UP);

  public static List<Action> forJobFiles() {
    return FOR_JOB_FILES;
  }

  /** As it is written: {@code retryElsewhere}. */
  public String word() {
    return Word.of(this);
  }

  public static Optional<Action> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
