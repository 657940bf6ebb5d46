package dev.batchline.emulator.control;

import dev.batchline.emulator.http.Fault;
import dev.batchline.emulator.http.Faults;
import dev.batchline.emulator.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The faults that are in force.
 *
 * <p>Each rule draws from a generator of its own, made of the plan's seed: the same seed and the
 * same requests in the same order meet the same faults.
 */
public final class FaultPlan implements Faults {

  private List<Armed> armed = List.of();

  /** A rule, and how often it has struck. */
  private static final class Armed {
    final FaultRule rule;
    final Random random;
    long struck;

    Armed(FaultRule rule, Random random) {
      this.rule = rule;
      this.random = random;
    }

    boolean strikes(Operation operation) {
      if (!rule.concerns(operation) || struck == rule.times()) {
        return false;
      }
      boolean strikes = random.nextDouble() < rule.probability();
      if (strikes) {
        struck++;
      }
      return strikes;
    }
  }

  /** Replaces all rules. */
  synchronized void set(List<FaultRule> rules, long seed) {
    Random seeds = new Random(seed);
    armed = rules.stream().map(rule -> new Armed(rule, new Random(seeds.nextLong()))).toList();
  }

  /** How often each rule has struck, in the order in which they were set. */
  synchronized List<Long> struck() {
    return armed.stream().map(one -> one.struck).toList();
  }

  @Override
  public synchronized List<Fault> of(Operation operation) {
    List<Fault> faults = new ArrayList<>();
    for (Armed one : armed) {
      if (one.strikes(operation)) {
        faults.add(one.rule.fault());
      }
    }
    return faults;
  }
}
