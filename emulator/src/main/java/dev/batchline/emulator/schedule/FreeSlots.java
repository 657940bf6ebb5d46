package dev.batchline.emulator.schedule;

import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The slots that tasks could be put on, counted down while they are given away. */
final class FreeSlots {

  private final List<Candidate> candidates = new ArrayList<>();
  private final int perNode;
  private final boolean pack;
  private final boolean talking;

  private static final class Candidate {
    final Node node;
    int free;

    Candidate(Node node, int free) {
      this.node = node;
      this.free = free;
    }
  }

  private FreeSlots(int perNode, boolean pack, boolean talking) {
    this.perNode = perNode;
    this.pack = pack;
    this.talking = talking;
  }

  static FreeSlots of(AccountPool pool) {
    var settings = pool.pool().settings();
    FreeSlots slots =
        new FreeSlots(
            settings.taskSlotsPerNode(), settings.pack(), settings.interNodeCommunication());
    for (Node node : pool.allNodes()) {
      int free = slots.perNode - node.load().usedSlots();
      if (node.takesTasks() && free > 0) {
        slots.candidates.add(new Candidate(node, free));
      }
    }
    return slots;
  }

  boolean none() {
    return candidates.isEmpty();
  }

  /** Most slots that are free on one node. */
  int largest() {
    int largest = 0;
    for (Candidate candidate : candidates) {
      largest = Math.max(largest, candidate.free);
    }
    return largest;
  }

  /** The nodes for a task, no longer free; none if it has to wait. */
  List<Node> take(Task task, Predicate<Node> usable) {
    if (task.settings().multiInstance()) {
      return takeWhole(task, usable);
    }
    boolean exclusive = exclusive(task);
    int needed = exclusive ? perNode : task.settings().requiredSlots();
    Predicate<Candidate> fits =
        candidate ->
            candidate.free >= needed
                && allowed(task, candidate.node)
                && usable.test(candidate.node);
    Optional<Candidate> chosen =
        task.settings()
            .affinityId()
            .flatMap(
                id ->
                    candidates.stream()
                        .filter(fits.and(one -> one.node.affinityId().equalsIgnoreCase(id)))
                        .findFirst())
            .or(() -> candidates.stream().filter(fits).max(preference()));
    chosen.ifPresent(candidate -> use(candidate, needed));
    return chosen.map(candidate -> List.of(candidate.node)).orElse(List.of());
  }

  private Comparator<Candidate> preference() {
    Comparator<Candidate> emptiest = Comparator.comparingInt(candidate -> candidate.free);
    Comparator<Candidate> order = pack ? emptiest.reversed() : emptiest;
    return order.thenComparing(candidate -> -candidate.node.origin().number());
  }

  private List<Node> takeWhole(Task task, Predicate<Node> usable) {
    if (!talking || perNode != 1) {
      return List.of();
    }
    List<Candidate> chosen =
        candidates.stream()
            .filter(candidate -> usable.test(candidate.node))
            .sorted(Comparator.comparingInt(candidate -> candidate.node.origin().number()))
            .limit(task.settings().instances())
            .toList();
    if (chosen.size() < task.settings().instances()) {
      return List.of();
    }
    chosen.forEach(candidate -> use(candidate, 1));
    return chosen.stream().map(candidate -> candidate.node).toList();
  }

  private static boolean exclusive(Task task) {
    return task.settings().manager().filter(manager -> manager.exclusive()).isPresent();
  }

  /** Whether a task may run on a node of that kind. */
  static boolean allowed(Task task, Node node) {
    return node.dedicated()
        || task.settings().manager().map(manager -> manager.lowPriorityAllowed()).orElse(true);
  }

  private void use(Candidate candidate, int slots) {
    candidate.free -= slots;
    if (candidate.free <= 0) {
      candidates.remove(candidate);
    }
  }
}
