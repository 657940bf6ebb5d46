package dev.batchline.target;

import java.util.List;

/**
 * What became of attempts that were submitted.
 *
 * @param accepted are on the target now, also those that were there before and are ours
 * @param refused will never be taken as they are, each as a failure of kind REJECTED
 * @param postponed were not taken for now (throttled); submitting them again later is safe
 */
public record Submission(
    List<AttemptId> accepted, List<AttemptEnd> refused, List<AttemptId> postponed) {

  public Submission {
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
    postponed = List.copyOf(postponed);
  }
}
