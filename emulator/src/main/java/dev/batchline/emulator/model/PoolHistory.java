package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How a pool came to its size: the last evaluations of its formula, and the last changes of its
 * numbers of nodes.
 *
 * <p>Bounded, so that a pool may live for months; changed by the engine alone.
 */
public final class PoolHistory {

  static final int MOST_EVALUATIONS = 100;
  static final int MOST_SIZES = 500;

  private final Deque<AutoscaleEvaluation> evaluations = new ArrayDeque<>();
  private final Deque<Size> sizes = new ArrayDeque<>();

  /** The numbers of nodes that a pool was to have and had, from a moment on. */
  public record Size(Instant since, NodeTargets targets, NodeTargets current) {
    private boolean sameAs(Size other) {
      return targets.equals(other.targets) && current.equals(other.current);
    }
  }

  /** Keeps an evaluation, and forgets the oldest when there are too many. */
  public void add(AutoscaleEvaluation evaluation) {
    evaluations.addLast(evaluation);
    if (evaluations.size() > MOST_EVALUATIONS) {
      evaluations.removeFirst();
    }
  }

  /** Keeps a size if it is another than the last one. */
  public void add(Size size) {
    Size last = sizes.peekLast();
    if (last != null && last.sameAs(size)) {
      return;
    }
    sizes.addLast(size);
    if (sizes.size() > MOST_SIZES) {
      sizes.removeFirst();
    }
  }

  /** Oldest first. */
  public List<AutoscaleEvaluation> evaluations() {
    return List.copyOf(evaluations);
  }

  /** Oldest first. */
  public List<Size> sizes() {
    return List.copyOf(sizes);
  }
}
