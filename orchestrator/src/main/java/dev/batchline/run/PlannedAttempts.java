package dev.batchline.run;

import dev.batchline.plan.Plan;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptId;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The attempts of a submission, each made of the plan when it is asked for.
 *
 * <p>Going through it in order is cheap; nothing is kept.
 */
final class PlannedAttempts extends AbstractList<Attempt> {

  private final Plan plan;
  private final List<Tries> tries;
  private final IntFunction<Optional<String>> avoided;

  /** How many attempts there are up to and with each of the tries. */
  private final int[] ends;

  /**
   * @param avoided the node that a task is to avoid when it is tried again
   */
  PlannedAttempts(Plan plan, List<Tries> tries, IntFunction<Optional<String>> avoided) {
    this.avoided = avoided;
    this.plan = plan;
    this.tries = List.copyOf(tries);
    this.ends = tries.stream().mapToInt(Tries::count).toArray();
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
  }

  @Override
  public Attempt get(int index) {
    int found = Arrays.binarySearch(ends, index + 1);
    int range = found < 0 ? -found - 1 : found;
    Tries of = tries.get(range);
    int task = of.last() - (ends[range] - 1 - index);
    Optional<String> avoid = of.number() == 1 ? Optional.empty() : avoided.apply(task);
    return new Attempt(id(task, of.number()), plan.task(task), avoid);
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** Their ids alone. */
  Stream<AttemptId> ids() {
    return tries.stream()
        .flatMap(
            range ->
                IntStream.rangeClosed(range.first(), range.last())
                    .mapToObj(task -> id(task, range.number())));
  }

  private AttemptId id(int task, int number) {
    return new AttemptId(task, plan.header().taskId(task), number);
  }
}
