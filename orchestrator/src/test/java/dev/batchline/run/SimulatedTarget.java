package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.Circumstances;
import dev.batchline.target.FailureKind;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.Observation;
import dev.batchline.target.Outcome;
import dev.batchline.target.PoolSigns;
import dev.batchline.target.RunSetup;
import dev.batchline.target.Submission;
import dev.batchline.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A target that takes attempts and ends them after a time: how and when is a function of the
 * attempt alone, so that runs that are disturbed and runs that are not can be compared.
 *
 * <p>Calls fail now and then, before or after they had their effect; ends are reported twice; some
 * attempts are not taken at first.
 */
final class SimulatedTarget implements Target {

  /** A process may be killed between two collections of attempts. */
  private static final int COLLECTION = 3;

  /** What an attempt will come to. */
  record Fate(Duration takes, Optional<FailureKind> failure, int exitCode) {}

  private final Timeline timeline;
  private final Function<AttemptId, Fate> fates;
  private final SplittableRandom trouble;
  private final double troubleRate;
  private final Runnable aroundCall;
  final Map<AttemptId, Instant> taken = new LinkedHashMap<>();
  private Optional<String> closed = Optional.empty();
  Optional<RunSetup> setup = Optional.empty();
  Consumer<String> onSuccess = task -> {};

  /** The pool that each attempt is on. */
  final Map<AttemptId, Integer> places = new LinkedHashMap<>();

  private final Map<AttemptId, String> nodes = new LinkedHashMap<>();
  final Set<String> takenOut = new LinkedHashSet<>();
  final Set<Integer> extended = new HashSet<>();

  /** How often a quota is in the way of a pool before there is one. */
  int withoutQuota;

  Runnable onPrepared = () -> {};
  boolean prepared;
  int finished;
  boolean stopped;
  int opened;

  /** Pools that somebody has deleted. */
  final Set<Integer> deleted = new HashSet<>();

  final Set<Integer> starved = new HashSet<>();
  final Set<Integer> idle = new HashSet<>();
  final Set<Integer> resting = new HashSet<>();
  Runnable onCreatedAgain = () -> {};

  SimulatedTarget(
      Timeline timeline,
      Function<AttemptId, Fate> fates,
      SplittableRandom trouble,
      double troubleRate,
      Runnable aroundCall) {
    this.timeline = timeline;
    this.fates = fates;
    this.trouble = trouble;
    this.troubleRate = troubleRate;
    this.aroundCall = aroundCall;
  }

  /** Never any trouble, and no call is watched. */
  SimulatedTarget(Timeline timeline, Function<AttemptId, Fate> fates) {
    this(timeline, fates, new SplittableRandom(0), 0, () -> {});
  }

  /** Fates drawn for each attempt: most succeed, others fail in every way there is. */
  static Function<AttemptId, Fate> drawn(long seed) {
    return id -> {
      SplittableRandom random =
          new SplittableRandom(seed * 1_000_003 + id.ordinal() * 7919L + id.number());
      Duration takes = Duration.ofMillis(random.nextLong(90_000));
      int draw = random.nextInt(100);
      if (draw < 72) {
        return new Fate(takes, Optional.empty(), 0);
      }
      FailureKind[] kinds = FailureKind.values();
      FailureKind kind =
          draw < 85
              ? FailureKind.EXIT_CODE
              : draw < 98 ? FailureKind.NODE_LOST : kinds[random.nextInt(kinds.length)];
      return new Fate(takes, Optional.of(kind), draw < 78 ? 1 : 64);
    };
  }

  void close(String reason) {
    closed = Optional.of(reason);
  }

  @Override
  public String kind() {
    return "simulated";
  }

  @Override
  public Map<String, String> prepare(RunSetup setup) {
    aroundCall.run();
    needQuota();
    prepared = true;
    this.setup = Optional.of(setup);
    onPrepared.run();
    aroundCall.run();
    return Map.of("place", "here");
  }

  @Override
  public void open(RunSetup setup) {
    opened++;
  }

  @Override
  public Map<String, String> extend(int place) {
    aroundCall.run();
    maybeFail();
    needQuota();
    extended.add(place);
    aroundCall.run();
    return Map.of("pool-" + place, "pool " + place);
  }

  @Override
  public boolean createAgain(int place) {
    maybeFail();
    deleted.remove(place);
    onCreatedAgain.run();
    return true;
  }

  @Override
  public void rest(int place) {
    resting.add(place);
    idle.remove(place);
  }

  @Override
  public boolean wake(int place) {
    return resting.remove(place);
  }

  @Override
  public Submission submit(int place, List<Attempt> attempts) {
    aroundCall.run();
    maybeFail();
    if (place > 1 && !extended.contains(place)) {
      throw new AssertionError("place " + place + " is not there");
    }
    List<AttemptId> accepted = new ArrayList<>();
    List<AttemptEnd> refused = new ArrayList<>();
    List<AttemptId> postponed = new ArrayList<>();
    for (Attempt attempt : attempts) {
      AttemptId id = attempt.id();
      if (!taken.containsKey(id) && isTroubled()) {
        postponed.add(id);
      } else if (fates.apply(id).failure().equals(Optional.of(FailureKind.REJECTED))) {
        refused.add(new AttemptEnd(id, outcome(id, Optional.empty())));
      } else {
        places.putIfAbsent(id, place);
        taken.putIfAbsent(id, timeline.now());
        if (taken.size() % COLLECTION == 0) {
          aroundCall.run();
        }
        accepted.add(id);
      }
    }
    maybeFail();
    aroundCall.run();
    return new Submission(accepted, refused, postponed);
  }

  @Override
  public Observation observe(KnownEnds known, Consumer<List<AttemptEnd>> told) {
    aroundCall.run();
    maybeFail();
    Instant now = timeline.now();
    List<AttemptEnd> ended = new ArrayList<>();
    int running = 0;
    for (Map.Entry<AttemptId, Instant> each : taken.entrySet()) {
      Instant end = each.getValue().plus(fates.apply(each.getKey()).takes());
      if (end.isAfter(now)) {
        running += stopped ? 0 : 1;
      } else if (!end.isBefore(known.cursor())) {
        AttemptEnd report =
            new AttemptEnd(
                each.getKey(),
                outcome(
                    each.getKey(),
                    Optional.of(new Outcome.Execution(node(each.getKey()), each.getValue(), end))));
        ended.add(report);
        if (isTroubled()) {
          ended.add(report);
        }
      }
    }
    aroundCall.run();
    told.accept(ended);
    aroundCall.run();
    return new Observation(
        0,
        running,
        new Capacity(Map.of("running", 2), 2, 4, List.of()),
        closed,
        now.minusSeconds(5),
        new PoolSigns(deleted, starved, idle));
  }

  /** One of four, or what has replaced it. */
  private String node(AttemptId id) {
    String node = "node-" + (id.ordinal() * 7 + id.number()) % 4;
    return nodes.computeIfAbsent(
        id,
        first -> {
          String name = node;
          while (takenOut.contains(name)) {
            name += "+";
          }
          return name;
        });
  }

  private Outcome outcome(AttemptId id, Optional<Outcome.Execution> execution) {
    Fate fate = fates.apply(id);
    if (fate.failure().isEmpty()) {
      onSuccess.accept(id.taskId());
      return new Outcome.Succeeded(execution);
    }
    FailureKind kind = fate.failure().get();
    OptionalInt exitCode =
        kind == FailureKind.EXIT_CODE ? OptionalInt.of(fate.exitCode()) : OptionalInt.empty();
    return new Outcome.Failed(kind, exitCode, kind.name(), "it failed", execution);
  }

  @Override
  public List<Circumstances> circumstances() {
    return List.of(
        new Circumstances("test", Circumstances.JobCondition.ACTIVE, 0, 0, Optional.empty()));
  }

  @Override
  public List<AttemptId> known(List<AttemptId> attempts) {
    aroundCall.run();
    return attempts.stream().filter(taken::containsKey).toList();
  }

  @Override
  public Map<Integer, Long> held() {
    aroundCall.run();
    Map<Integer, Long> held = new HashMap<>();
    taken.keySet().forEach(id -> held.merge(places.getOrDefault(id, 1), 1L, Long::sum));
    return held;
  }

  /** As an emulator that was killed together with the process that had started it. */
  void loseAll() {
    taken.clear();
    places.clear();
    nodes.clear();
  }

  @Override
  public Optional<String> tail(AttemptId attempt, String file, int bytes) {
    return Optional.of(file + " of " + attempt);
  }

  @Override
  public Map<String, String> nodeLogs(int place, String node) {
    return Map.of("startup-stderr.txt", "last words of " + node);
  }

  @Override
  public void takeOut(int place, String node, String state) {
    takenOut.add(node);
  }

  @Override
  public void end(AttemptId attempt) {}

  @Override
  public void stop(String reason) {
    aroundCall.run();
    stopped = true;
  }

  @Override
  public void finish(String reason) {
    aroundCall.run();
    finished++;
  }

  @Override
  public void close() {}

  private boolean isTroubled() {
    return trouble.nextDouble() < troubleRate;
  }

  private void needQuota() {
    if (withoutQuota-- > 0) {
      throw new RunException(Blame.CAPACITY, "create a pool", "PoolQuotaReached", "")
          .withCode("PoolQuotaReached");
    }
  }

  private void maybeFail() {
    if (isTroubled()) {
      throw new RunException(Blame.SERVICE, "reach the target", "it is busy", "");
    }
  }
}
