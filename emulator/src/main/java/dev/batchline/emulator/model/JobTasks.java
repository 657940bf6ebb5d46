package dev.batchline.emulator.model;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The tasks of a job, and the indexes that keep every question about them cheap: counts are kept,
 * and those that can run, and those that do, are found without looking at the others.
 *
 * <p>Tasks that can run are kept apart by their shape, so that one that fits is found at once
 * though many larger ones came before.
 */
public final class JobTasks {

  private final String job;
  private final Consumer<Change> changes;
  private final NavigableMap<String, Task> all = new TreeMap<>();
  private final NavigableMap<TaskShape, NavigableMap<Long, Task>> ready = new TreeMap<>();
  private final NavigableMap<Long, Task> placed = new TreeMap<>();
  private final Dependencies dependencies = new Dependencies();
  private TaskTotals totals = TaskTotals.NONE;
  private TaskTotals slots = TaskTotals.NONE;
  private int readyInstances;
  private long sequence;

  JobTasks(String jobKey, Consumer<Change> changes) {
    this.job = jobKey;
    this.changes = changes;
  }

  public Optional<Task> find(String id) {
    return Optional.ofNullable(all.get(Ids.key(id)));
  }

  /** All tasks, by key. */
  public NavigableMap<String, Task> all() {
    return Collections.unmodifiableNavigableMap(all);
  }

  /** Tasks that can run, by their shape, then in the order they were added. */
  public SortedMap<TaskShape, NavigableMap<Long, Task>> ready() {
    return Collections.unmodifiableSortedMap(ready);
  }

  /** Tasks that hold slots of a node. */
  public Collection<Task> placed() {
    return Collections.unmodifiableCollection(placed.values());
  }

  public TaskTotals totals() {
    return totals;
  }

  /** As {@link #totals}, in slots. */
  public TaskTotals slots() {
    return slots;
  }

  /** Tasks that can run and don't, each multi-instance task counted as its instances. */
  public int readyInstances() {
    return readyInstances;
  }

  public boolean allCompleted() {
    return totals.completed() == all.size();
  }

  public long nextSequence() {
    return sequence++;
  }

  public void add(Task task) {
    sequence = Math.max(sequence, task.sequence() + 1);
    changes.accept(new Change.OfTaskSettings(job, task.key()));
    task.settings().dependsOn().ifPresent(on -> dependencies.waits(task.key(), on));
    put(task);
  }

  /** Replaces a task that is there. */
  public void replace(Task task) {
    Task before = takeOut(task.key());
    if (!before.settings().document().equals(task.settings().document())) {
      changes.accept(new Change.OfTaskSettings(job, task.key()));
    }
    put(task);
  }

  void remove(String key) {
    Task gone = takeOut(key);
    all.remove(key);
    gone.settings().dependsOn().ifPresent(on -> dependencies.forget(key, on));
    changes.accept(new Change.OfTask(job, key));
  }

  /** A task is done, as far as those that depend on it care. */
  public void satisfy(String key) {
    changes.accept(new Change.OfSatisfied(job, key));
    for (String released : dependencies.satisfy(key)) {
      Task task = all.get(released);
      if (task != null && task.is(TaskState.ACTIVE)) {
        index(task);
      }
    }
  }

  /** The keys of tasks that are done, as far as those that depend on them care. */
  public Set<String> satisfied() {
    return dependencies.satisfied();
  }

  private void put(Task task) {
    changes.accept(new Change.OfTask(job, task.key()));
    all.put(task.key(), task);
    count(task, 1);
    if (task.placed()) {
      placed.put(task.sequence(), task);
    } else if (task.is(TaskState.ACTIVE) && !dependencies.waiting(task.key())) {
      index(task);
    }
  }

  private void index(Task task) {
    Task before =
        ready
            .computeIfAbsent(task.settings().shape(), shape -> new TreeMap<>())
            .put(task.sequence(), task);
    if (before == null) {
      readyInstances += task.settings().instances();
    }
  }

  private Task takeOut(String key) {
    Task task = all.get(key);
    if (task == null) {
      throw new IllegalStateException("no task has the key " + key);
    }
    count(task, -1);
    placed.remove(task.sequence());
    TaskShape shape = task.settings().shape();
    NavigableMap<Long, Task> alike = ready.get(shape);
    if (alike != null && alike.remove(task.sequence()) != null) {
      readyInstances -= task.settings().instances();
      if (alike.isEmpty()) {
        ready.remove(shape);
      }
    }
    return task;
  }

  private void count(Task task, int sign) {
    totals = totals.count(task, sign, 1);
    slots = slots.count(task, sign, task.settings().requiredSlots());
  }
}
