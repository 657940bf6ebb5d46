package dev.batchline.autoscale;

import java.util.List;
import java.util.Optional;

/**
 * What can be said of an expression without running it.
 *
 * @param type empty when it depends on the run
 * @param whole whether numbers in it are surely whole
 * @param growth what bounds the numbers in it
 */
record Shape(Optional<Type> type, boolean whole, Growth growth) {

  static final Shape UNKNOWN = new Shape(Optional.empty(), true, Growth.FIXED);

  /** From the tightest bound to none. */
  enum Growth {
    /** By constants in the formula. */
    FIXED,
    /** By the size of the pool as it is: repeated growth has no end. */
    POOL,
    /** By nothing: by how much work there is. */
    OPEN
  }

  static Shape of(Type type, boolean whole, Growth growth) {
    return new Shape(Optional.of(type), whole, growth);
  }

  static Shape fixed(Type type) {
    return of(type, true, Growth.FIXED);
  }

  /** Samples of a metric, or the last one alone. */
  static Shape of(Type type, Metric metric) {
    return switch (metric) {
      case ACTIVE_TASKS, RUNNING_TASKS, PENDING_TASKS, SUCCEEDED_TASKS, FAILED_TASKS ->
          of(type, true, Growth.OPEN);
      case PREEMPTED_NODE_COUNT, USABLE_NODE_COUNT, SAMPLE_NODE_COUNT ->
          of(type, true, Growth.POOL);
      case CPU_PERCENT -> of(type, false, Growth.FIXED);
      case WALL_CLOCK_SECONDS,
          MEMORY_BYTES,
          DISK_BYTES,
          DISK_READ_BYTES,
          DISK_WRITE_BYTES,
          DISK_READ_OPS,
          DISK_WRITE_OPS,
          NETWORK_IN_BYTES,
          NETWORK_OUT_BYTES ->
          of(type, false, Growth.OPEN);
    };
  }

  Shape withType(Type known) {
    return new Shape(Optional.of(known), whole, growth);
  }

  Shape withWhole(boolean surely) {
    return new Shape(type, surely, growth);
  }

  Shape withGrowth(Growth bound) {
    return new Shape(type, whole, bound);
  }

  /** Either of the two. */
  Shape or(Shape other) {
    return new Shape(
        type.equals(other.type) ? type : Optional.empty(),
        whole && other.whole,
        loosest(List.of(this, other)));
  }

  static Growth loosest(List<Shape> shapes) {
    return shapes.stream().map(Shape::growth).max(Growth::compareTo).orElse(Growth.FIXED);
  }

  static Growth tightest(List<Shape> shapes) {
    return shapes.stream().map(Shape::growth).min(Growth::compareTo).orElse(Growth.FIXED);
  }

  /** What an operator makes of two shapes whose types go together. */
  static Shape combined(Operator operator, Shape left, Shape right, Optional<Type> type) {
    boolean both = left.whole && right.whole;
    return switch (operator) {
      case PLUS -> new Shape(type, both, accumulated(left, right));
      case TIMES -> new Shape(type, both, accumulated(left, right));
      case MINUS -> new Shape(type, both, left.growth);
      case DIVIDE -> new Shape(type, false, left.growth);
      case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, NOT ->
          fixed(Type.DOUBLE);
    };
  }

  /** A pool's size and something more is a pool that grows at each evaluation. */
  private static Growth accumulated(Shape left, Shape right) {
    Growth loosest = loosest(List.of(left, right));
    return loosest == Growth.POOL ? Growth.OPEN : loosest;
  }

  /** What a function makes of arguments that it takes. */
  static Shape ofCall(String function, Builtin builtin, List<Shape> arguments) {
    Shape all = arguments.stream().reduce(Shape::or).orElse(of(Type.DOUBLE, false, Growth.FIXED));
    boolean typed = arguments.stream().allMatch(argument -> argument.type().isPresent());
    Optional<Type> type =
        typed
            ? Optional.of(
                builtin.result().of(arguments.stream().map(s -> s.type().orElseThrow()).toList()))
            : Optional.empty();
    Shape shape = new Shape(type, all.whole(), all.growth());
    return switch (function) {
      case "min" -> shape.withGrowth(tightest(arguments));
      case "ceil", "floor", "round" -> shape.withWhole(true);
      case "len" -> fixed(Type.DOUBLE);
      case "avg", "norm", "std", "lg", "ln", "log", "rand" -> shape.withWhole(false);
      default -> shape;
    };
  }
}
