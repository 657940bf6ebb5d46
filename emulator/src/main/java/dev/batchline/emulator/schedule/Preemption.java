package dev.batchline.emulator.schedule;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeLoad.Occupant;
import dev.batchline.emulator.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which running tasks have to make room for jobs of a higher priority: pure, it changes
 * nothing.
 *
 * <p>Only tasks of jobs that allow it make room, the lowest priority first and of one job the
 * latest first, and no more of them than the tasks that wait need. Slots that are about to be free
 * anyway are reckoned with, so that asking again before they are chooses nobody else.
 */
public final class Preemption {

  private final AccountPool pool;
  private final Map<String, AccountJob> jobs = new HashMap<>();
  private final Predicate<Running> leaving;
  private final List<Room> rooms = new ArrayList<>();
  private final Set<Running> chosen = new LinkedHashSet<>();

  /** A task that holds slots. */
  public record Running(AccountJob job, Task task) {

    public int priority() {
      return job.job().settings().priority();
    }
  }

  /** A node, and how many of its slots would be free. */
  private static final class Room {
    final Node node;
    int free;

    Room(Node node, int free) {
      this.node = node;
      this.free = free;
    }
  }

  private Preemption(AccountPool pool, List<AccountJob> all, Predicate<Running> leaving) {
    this.pool = pool;
    this.leaving = leaving;
    all.forEach(job -> jobs.put(job.job().key(), job));
    int perNode = pool.pool().settings().taskSlotsPerNode();
    for (Node node : pool.allNodes()) {
      if (node.takesTasks()) {
        int kept = 0;
        for (Occupant occupant : node.load().running()) {
          kept += running(occupant).filter(leaving).isPresent() ? 0 : occupant.slots();
        }
        rooms.add(new Room(node, perNode - kept));
      }
    }
  }

  /**
   * The tasks to requeue.
   *
   * @param jobs all that are bound to the pool, after what fits has been placed
   * @param leaving whether a task is about to leave its node already
   */
  public static Set<Running> choose(
      AccountPool pool, List<AccountJob> jobs, Predicate<Running> leaving) {
    OptionalInt lowest =
        jobs.stream()
            .filter(job -> job.job().settings().preemptible() && !job.tasks().placed().isEmpty())
            .mapToInt(job -> job.job().settings().priority())
            .min();
    if (lowest.isEmpty()) {
      return Set.of();
    }
    List<AccountJob> waiting =
        jobs.stream()
            .filter(job -> job.job().is(JobState.ACTIVE) && !job.tasks().ready().isEmpty())
            .filter(job -> job.job().settings().priority() > lowest.getAsInt())
            .sorted(Scheduler.ORDER)
            .toList();
    if (waiting.isEmpty()) {
      return Set.of();
    }
    Preemption preemption = new Preemption(pool, jobs, leaving);
    waiting.forEach(preemption::makeRoomFor);
    return preemption.chosen;
  }

  private void makeRoomFor(AccountJob job) {
    int most = job.job().settings().maxParallelTasks();
    int left = most < 0 ? Integer.MAX_VALUE : most - job.tasks().placed().size();
    TaskQueues queues = new TaskQueues(job);
    Optional<Task> next = queues.next(Integer.MAX_VALUE);
    for (; left > 0 && next.isPresent(); next = queues.next(Integer.MAX_VALUE)) {
      if (makeRoomFor(job, next.get())) {
        left--;
      } else {
        queues.skip(next.get().settings().shape());
      }
    }
  }

  private boolean makeRoomFor(AccountJob job, Task task) {
    boolean exclusive = task.settings().manager().filter(one -> one.exclusive()).isPresent();
    int slots =
        exclusive ? pool.pool().settings().taskSlotsPerNode() : task.settings().requiredSlots();
    int nodes = task.settings().instances();
    if (task.settings().multiInstance()
        && (!pool.pool().settings().interNodeCommunication()
            || pool.pool().settings().taskSlotsPerNode() != 1)) {
      return false;
    }
    int priority = job.job().settings().priority();
    List<Offer> offers =
        rooms.stream()
            .filter(room -> Scheduler.usable(job, room.node) && FreeSlots.allowed(task, room.node))
            .flatMap(room -> offer(room, slots, priority).stream())
            .sorted()
            .limit(nodes)
            .toList();
    if (offers.size() < nodes) {
      return false;
    }
    for (Offer offer : offers) {
      offer.victims().forEach(this::evict);
      offer.room().free -= slots;
    }
    return true;
  }

  /** That a node could take a task, if certain others left it; those that cost least come first. */
  private record Offer(Room room, List<Victim> victims) implements Comparable<Offer> {

    private static final Comparator<Offer> ORDER =
        Comparator.comparingInt(Offer::priority)
            .thenComparing(offer -> offer.victims().size())
            .thenComparing(offer -> -offer.latest());

    private int priority() {
      return victims.stream()
          .mapToInt(one -> one.running().priority())
          .max()
          .orElse(Integer.MIN_VALUE);
    }

    private long latest() {
      return victims.stream().mapToLong(one -> one.running().task().sequence()).max().orElse(0);
    }

    @Override
    public int compareTo(Offer other) {
      return ORDER.compare(this, other);
    }
  }

  private Optional<Offer> offer(Room room, int slots, int priority) {
    List<Victim> needed = new ArrayList<>();
    int free = room.free;
    for (Victim victim : free >= slots ? List.<Victim>of() : victims(room.node, priority)) {
      if (free < slots) {
        needed.add(victim);
        free += victim.slots();
      }
    }
    return free >= slots ? Optional.of(new Offer(room, needed)) : Optional.empty();
  }

  private record Victim(Running running, int slots) {}

  private List<Victim> victims(Node node, int priority) {
    List<Victim> victims = new ArrayList<>();
    for (Occupant occupant : node.load().running()) {
      running(occupant)
          .filter(one -> one.job().job().settings().preemptible() && one.priority() < priority)
          .filter(one -> !chosen.contains(one) && !leaving.test(one))
          .ifPresent(one -> victims.add(new Victim(one, occupant.slots())));
    }
    victims.sort(
        Comparator.comparingInt((Victim victim) -> victim.running().priority())
            .thenComparing(victim -> -victim.running().task().sequence()));
    return victims;
  }

  /** A victim that runs on several nodes leaves them all; it may have been chosen for another. */
  private void evict(Victim victim) {
    if (!chosen.add(victim.running())) {
      return;
    }
    List<String> nodes = victim.running().task().placement().orElseThrow().nodes();
    rooms.stream()
        .filter(one -> nodes.stream().anyMatch(id -> Ids.key(id).equals(one.node.key())))
        .forEach(one -> one.free += victim.slots());
  }

  private Optional<Running> running(Occupant occupant) {
    return Optional.ofNullable(jobs.get(Ids.key(occupant.jobId())))
        .flatMap(
            job ->
                job.tasks()
                    .find(occupant.taskId())
                    .filter(Task::placed)
                    .map(task -> new Running(job, task)));
  }
}
