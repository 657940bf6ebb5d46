package dev.batchline.autoscale;

import dev.batchline.autoscale.Value.Interval;
import dev.batchline.autoscale.Value.Numeric;
import dev.batchline.autoscale.Value.Text;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The variables of one evaluation: what the formula has assigned, and what the pool gives. */
final class Scope {

  private final PoolSize pool;
  private final Map<String, Value> own = new TreeMap<>();

  /** By the name as written: a target's full name wins over its alias, whichever is later. */
  private final Map<String, Numeric> targets = new HashMap<>();

  private NodeDeallocationOption option = NodeDeallocationOption.REQUEUE;

  Scope(PoolSize pool) {
    this.pool = pool;
  }

  /** The value of a name that is no metric. */
  Optional<Value> read(String name) {
    if (Vocabulary.isTarget(name)) {
      return Optional.of(target(Vocabulary.ALIASES.getOrDefault(name, name)));
    }
    if (name.equals(Vocabulary.DEALLOCATION_OPTION)) {
      return Optional.of(new Text(option.word()));
    }
    if (Vocabulary.POOL_NUMBERS.containsKey(name)) {
      return Optional.of(new Numeric(Vocabulary.POOL_NUMBERS.get(name).applyAsInt(pool)));
    }
    if (Vocabulary.INTERVALS.containsKey(name)) {
      return Optional.of(new Interval(Vocabulary.INTERVALS.get(name)));
    }
    if (NodeDeallocationOption.of(name).isPresent()) {
      return Optional.of(new Text(name));
    }
    return Optional.ofNullable(own.get(name));
  }

  /**
   * @throws EvaluationEnd when the name cannot be assigned or not this value
   */
  void assign(Expression.Name target, Value value) {
    String name = target.name();
    if (Vocabulary.isTarget(name)) {
      targets.put(name, asTarget(target, value));
    } else if (name.equals(Vocabulary.DEALLOCATION_OPTION)) {
      option = asOption(target, value);
    } else if (Vocabulary.isReadOnly(name)) {
      throw EvaluationEnd.failed(target.position(), "Cannot assign to read-only " + name);
    } else {
      own.put(name, value);
    }
  }

  private static Numeric asTarget(Expression.Name target, Value value) {
    if (value instanceof Numeric numeric && Double.isFinite(numeric.number())) {
      return numeric;
    }
    String advice = value.type() == Type.DOUBLE_VEC ? "Make one number of it with avg or max." : "";
    String found = value instanceof Numeric ? value.text() : value.type().toString();
    throw EvaluationEnd.failed(
        target.position(), target.name() + " needs a finite double, not " + found, advice);
  }

  private static NodeDeallocationOption asOption(Expression.Name target, Value value) {
    if (value instanceof Text text) {
      Optional<NodeDeallocationOption> option = NodeDeallocationOption.of(text.text());
      if (option.isPresent()) {
        return option.get();
      }
    }
    throw EvaluationEnd.failed(
        target.position(),
        target.name() + " cannot be " + value.text(),
        "Use requeue, terminate, taskcompletion or retaineddata.");
  }

  Numeric target(String fullName) {
    Numeric assigned = targets.get(fullName);
    if (assigned != null) {
      return assigned;
    }
    return Vocabulary.ALIASES.entrySet().stream()
        .filter(alias -> alias.getValue().equals(fullName))
        .map(alias -> targets.get(alias.getKey()))
        .filter(value -> value != null)
        .findFirst()
        .orElseGet(() -> present(fullName));
  }

  private Numeric present(String fullName) {
    return new Numeric(
        fullName.equals(Vocabulary.TARGET_DEDICATED)
            ? pool.targetDedicatedNodes()
            : pool.targetLowPriorityNodes());
  }

  NodeDeallocationOption option() {
    return option;
  }

  Map<String, Value> own() {
    return own;
  }

  /** Targets and option first, then the formula's own variables by name. */
  Map<String, Value> results() {
    Map<String, Value> results = new LinkedHashMap<>();
    results.put(Vocabulary.TARGET_DEDICATED, target(Vocabulary.TARGET_DEDICATED));
    results.put(Vocabulary.TARGET_LOW_PRIORITY, target(Vocabulary.TARGET_LOW_PRIORITY));
    results.put(Vocabulary.DEALLOCATION_OPTION, new Text(option.word()));
    results.putAll(own);
    return results;
  }
}
