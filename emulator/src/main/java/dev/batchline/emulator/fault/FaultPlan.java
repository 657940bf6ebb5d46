package dev.batchline.emulator.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that are in force.
 *
 * <p>Whether a rule strikes at the n-th occasion of a stream depends on its seed, the stream and n
 * alone. So the same seed meets the same requests, nodes and tasks with the same faults, in
 * whatever order different ones come. Only a limit on how often a rule strikes depends on who comes
 * first.
 */
public final class FaultPlan implements Faults {

  private static final Logger LOG = LoggerFactory.getLogger(FaultPlan.class);

  private final Supplier<Instant> clock;
  private final List<Armed> armed = new ArrayList<>();
  private long seed;
  private int ids;

  /**
   * @param clock for rules that are over at some time
   */
  public FaultPlan(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** A rule that is in force, and what came of it. */
  private static final class Armed {
    final int id;
    final FaultRule rule;
    final Fault fault;
    final long seed;
    final Map<String, Long> occasions = new HashMap<>();
    long met;
    long struck;

    Armed(int id, FaultRule rule, long seed) {
      this.id = id;
      this.rule = rule;
      this.fault = rule.fault();
      this.seed = seed;
    }

    boolean strikes(long number, String stream) {
      if (met <= rule.frequency().skip() || struck == rule.frequency().times()) {
        return false;
      }
      return Dice.throwOf(seed, stream, number) < rule.frequency().probability();
    }
  }

  /**
   * How a rule fares.
   *
   * @param seed that its faults can be repeated with
   * @param met occasions that it concerned
   * @param struck how often it struck
   * @param over whether it can't strike any more
   */
  public record Standing(int id, FaultRule rule, long seed, long met, long struck, boolean over) {}

  /** Replaces all rules; they are counted from 1 again. */
  public synchronized void set(List<FaultRule> rules, long newSeed) {
    armed.clear();
    ids = 0;
    seed = newSeed;
    rules.forEach(this::add);
  }

  /** Adds a rule to those in force; its id. */
  public synchronized int add(FaultRule rule) {
    ids++;
    long own = ids;
    armed.add(new Armed(ids, rule, rule.seed().orElseGet(() -> Dice.seed(seed, own))));
    return ids;
  }

  /** Ends a rule; whether there was one of that id. */
  public synchronized boolean remove(int id) {
    return armed.removeIf(one -> one.id == id);
  }

  public synchronized long seed() {
    return seed;
  }

  /** How the rules fare, in the order in which they were set. */
  public synchronized List<Standing> standings() {
    Instant now = clock.get();
    return armed.stream()
        .map(
            one ->
                new Standing(
                    one.id,
                    one.rule,
                    one.seed,
                    one.met,
                    one.struck,
                    one.rule.frequency().over(now) || one.struck == one.rule.frequency().times()))
        .toList();
  }

  @Override
  public synchronized List<Fault> strike(Occasion occasion) {
    if (armed.isEmpty()) {
      return List.of();
    }
    Instant now = clock.get();
    List<Fault> faults = new ArrayList<>();
    for (Armed one : armed) {
      boolean concerned =
          one.rule.kind().point() == occasion.point()
              && !one.rule.frequency().over(now)
              && one.rule.filter().concerns(occasion);
      if (!concerned) {
        continue;
      }
      one.met++;
      long number = one.occasions.merge(occasion.stream(), 1L, Long::sum);
      boolean over = faults.stream().anyMatch(Fault::last);
      if (!over && one.strikes(number, occasion.stream())) {
        one.struck++;
        log(one, occasion, number);
        faults.add(one.fault.timed(Dice.throwOf(one.seed, occasion.stream() + "/when", number)));
      }
    }
    return faults;
  }

  private static void log(Armed one, Occasion occasion, long number) {
    Map<Subject, String> subjects = occasion.subjects();
    String what = subjects.getOrDefault(Subject.PATH, String.join(" ", subjects.values()));
    LOG.info(
        "fault {} ({}) strikes {} number {}: {}",
        one.id,
        one.rule.kind().word(),
        occasion.stream(),
        number,
        what);
  }
}
