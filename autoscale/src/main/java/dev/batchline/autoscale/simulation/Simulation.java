package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.Conditions;
import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.NodeDeallocationOption;
import dev.batchline.autoscale.PoolSize;
import dev.batchline.autoscale.Samples;
import dev.batchline.autoscale.Targets;
import dev.batchline.autoscale.simulation.Node.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Plays a scenario: tasks arrive, the formula is evaluated at its interval over samples taken every
 * 30 seconds, nodes boot, take tasks, are preempted and go.
 *
 * <p>It ends at the horizon, or sooner when all tasks have ended and no node is left or wanted. One
 * simulation is one object, used by one thread, once.
 */
public final class Simulation {

  private static final Duration RETENTION = Duration.ofDays(1);
  private static final int MOST_POINTS = 5000;
  private static final double HOUR = 3_600_000;

  private final Scenario scenario;
  private final Agenda agenda = new Agenda();
  private final WorkQueue queue = new WorkQueue();
  private final Fleet fleet;
  private final Ledger ledger;
  private final WaitingTimes waitingTimes = new WaitingTimes();
  private final Random random;
  private final List<Point> points = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private Samples samples = Samples.none();
  private Targets targets = new Targets(0, 0, NodeDeallocationOption.REQUEUE);
  private int arrivalsToCome;
  private long arrived;
  private long running;
  private long succeeded;
  private long terminated;
  private long requeued;
  private long lastEnd;

  private Simulation(Scenario scenario) {
    this.scenario = scenario;
    this.fleet = new Fleet(scenario.pool().taskSlotsPerNode());
    this.ledger = new Ledger(scenario.nodes(), scenario.pool().taskSlotsPerNode());
    this.random = new Random(scenario.options().seed());
    this.arrivalsToCome = scenario.arrivals().size();
  }

  public static SimulationResult run(Scenario scenario) {
    return new Simulation(scenario).play();
  }

  private SimulationResult play() {
    for (Arrival arrival : scenario.arrivals()) {
      agenda.after(arrival.after().toMillis(), () -> arrive(arrival));
    }
    agenda.after(0, this::evaluate);
    agenda.after(0, this::notePoint);
    // Between two whole minutes, so that no evaluation falls on a sample.
    agenda.after(scenario.options().samplePeriod().dividedBy(2).toMillis(), this::sample);
    long horizon = scenario.horizon().toMillis();
    while (agenda.next() <= horizon && !done()) {
      ledger.advance(agenda.next(), fleet);
      agenda.step();
    }
    if (!done()) {
      ledger.advance(horizon, fleet);
      agenda.skipTo(horizon);
    }
    notePoint();
    return new SimulationResult(points, decisions, summary());
  }

  private boolean done() {
    return agenda.now() > 0
        && arrivalsToCome == 0
        && queue.isEmpty()
        && fleet.current(false) + fleet.current(true) == 0
        && targets.dedicatedNodes() + targets.lowPriorityNodes() == 0;
  }

  private void arrive(Arrival arrival) {
    arrivalsToCome--;
    arrived += arrival.tasks();
    queue.add(new WorkQueue.Batch(arrival.kind(), agenda.now(), false), arrival.tasks());
    dispatch();
  }

  private void dispatch() {
    while (!queue.isEmpty()) {
      Optional<Node> node = fleet.withFreeSlots(queue.nextSlots());
      if (node.isEmpty()) {
        return;
      }
      start(node.get(), queue.take());
    }
  }

  private void start(Node node, WorkQueue.Batch batch) {
    Node.Task task = new Node.Task(batch);
    fleet.occupy(node, task);
    running++;
    if (!batch.again()) {
      waitingTimes.add(agenda.now() - batch.arrivedAt());
    }
    TaskKind kind = batch.kind();
    double factor = 1 + kind.spread() * (2 * random.nextDouble() - 1);
    agenda.after(Math.round(kind.duration().toMillis() * factor), () -> end(node, task));
  }

  private void end(Node node, Node.Task task) {
    if (task.lost) {
      return;
    }
    fleet.release(node, task);
    running--;
    succeeded++;
    lastEnd = agenda.now();
    if (node.state == State.LEAVING && node.tasks.isEmpty()) {
      fleet.become(node, State.GONE);
    }
    dispatch();
  }

  private void evaluate() {
    long milliseconds = agenda.now();
    Conditions conditions =
        Conditions.at(instant())
            .withPool(
                new PoolSize(
                    targets.dedicatedNodes(),
                    targets.lowPriorityNodes(),
                    fleet.current(false),
                    fleet.current(true),
                    scenario.pool().taskSlotsPerNode()))
            .withSamples(samples)
            .withOptions(scenario.options().withSeed(scenario.options().seed() + decisions.size()));
    Evaluation evaluation = scenario.pool().settings().formula().evaluate(conditions);
    decisions.add(new Decision(Duration.ofMillis(milliseconds), targets, evaluation));
    if (evaluation.succeeded()) {
      targets = evaluation.targets();
      resize(false, Math.min(targets.dedicatedNodes(), scenario.pool().mostDedicatedNodes()));
      resize(true, Math.min(targets.lowPriorityNodes(), scenario.pool().mostLowPriorityNodes()));
      dispatch();
    }
    agenda.after(scenario.pool().settings().evaluationInterval().toMillis(), this::evaluate);
  }

  private void resize(boolean lowPriority, int wanted) {
    int staying = fleet.staying(lowPriority);
    for (int missing = wanted - staying; missing > 0; missing--) {
      boot(fleet.add(lowPriority));
    }
    for (Node node : fleet.toRemove(lowPriority, Math.max(0, staying - wanted))) {
      remove(node);
    }
  }

  private void boot(Node node) {
    int life = ++node.life;
    agenda.after(
        scenario.nodes().bootTime().toMillis(),
        () -> {
          if (node.life == life && node.state == State.BOOTING) {
            fleet.become(node, State.READY);
            planPreemption(node, life);
            dispatch();
          }
        });
  }

  private void remove(Node node) {
    boolean waits =
        switch (targets.deallocationOption()) {
          case REQUEUE, TERMINATE -> false;
          case TASK_COMPLETION, RETAINED_DATA -> true;
        };
    if (waits && !node.tasks.isEmpty()) {
      fleet.become(node, State.LEAVING);
      return;
    }
    clear(node, targets.deallocationOption() == NodeDeallocationOption.TERMINATE);
    fleet.become(node, State.GONE);
  }

  /** Takes all tasks off a node: they wait again, in their order, or have ended. */
  private void clear(Node node, boolean terminate) {
    List<Node.Task> tasks = new ArrayList<>(node.tasks);
    for (int index = tasks.size() - 1; index >= 0; index--) {
      Node.Task task = tasks.get(index);
      task.lost = true;
      fleet.release(node, task);
      running--;
      if (terminate) {
        terminated++;
        lastEnd = agenda.now();
      } else {
        requeued++;
        queue.addFirst(task.batch);
      }
    }
  }

  private void planPreemption(Node node, int life) {
    double rate = scenario.nodes().preemptionsPerHour();
    if (!node.lowPriority || rate == 0) {
      return;
    }
    double hours = -Math.log(1 - random.nextDouble()) / rate;
    agenda.after(Math.round(hours * HOUR), () -> preempt(node, life));
  }

  private void preempt(Node node, int life) {
    if (node.life != life || !node.usable()) {
      return;
    }
    ledger.preemptions++;
    boolean leaving = node.state == State.LEAVING;
    fleet.become(node, leaving ? State.GONE : State.PREEMPTED);
    clear(node, false);
    if (!leaving) {
      agenda.after(
          scenario.nodes().preemptionPause().toMillis(),
          () -> {
            if (node.state == State.PREEMPTED) {
              fleet.become(node, State.BOOTING);
              boot(node);
            }
          });
    }
    dispatch();
  }

  private void sample() {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.ACTIVE_TASKS, (double) queue.size());
    values.put(Metric.RUNNING_TASKS, (double) running);
    values.put(Metric.PENDING_TASKS, (double) queue.size() + running);
    values.put(Metric.SUCCEEDED_TASKS, (double) succeeded);
    values.put(Metric.FAILED_TASKS, (double) terminated);
    values.put(Metric.PREEMPTED_NODE_COUNT, (double) fleet.preemptedNodes());
    values.put(Metric.USABLE_NODE_COUNT, (double) fleet.usableNodes());
    if (fleet.usableNodes() > 0) {
      int slots = fleet.usableNodes() * scenario.pool().taskSlotsPerNode();
      values.put(Metric.CPU_PERCENT, 100.0 * fleet.busySlots() / slots);
    }
    samples = samples.with(instant(), values).retaining(RETENTION, instant());
    Point last = points.get(points.size() - 1);
    if (agenda.now() - last.after().toMillis() >= scenario.horizon().toMillis() / MOST_POINTS) {
      notePoint();
    }
    agenda.after(scenario.options().samplePeriod().toMillis(), this::sample);
  }

  private Instant instant() {
    return scenario.start().plusMillis(agenda.now());
  }

  private void notePoint() {
    points.add(
        new Point(
            Duration.ofMillis(agenda.now()),
            targets.dedicatedNodes() + targets.lowPriorityNodes(),
            fleet.current(false),
            fleet.current(true),
            fleet.bootingNodes(),
            fleet.preemptedNodes(),
            queue.size(),
            running,
            Duration.ofMillis(agenda.now() - queue.firstArrival().orElse(agenda.now())),
            ledger.idleCoreHours(),
            ledger.cost()));
  }

  private Summary summary() {
    long unfinished = arrived - succeeded - terminated;
    boolean finished = unfinished == 0 && arrivalsToCome == 0;
    return new Summary(
        new Summary.Tasks(arrived, succeeded, terminated, unfinished, requeued),
        waitingTimes.summary(),
        ledger.usage(),
        finished ? Optional.of(Duration.ofMillis(lastEnd)) : Optional.empty(),
        Duration.ofMillis(agenda.now()));
  }
}
