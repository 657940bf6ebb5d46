package dev.batchline.autoscale;

/** Takes note of a decision that no public document backs, at the place that is being evaluated. */
@FunctionalInterface
interface Doubt {
  void note(String message, String suggestion);
}
