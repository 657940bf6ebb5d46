package dev.batchline.run;

import dev.batchline.failure.Meaning;
import dev.batchline.run.RunEvent.NodeBroken;
import dev.batchline.run.RunEvent.TakingOut;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of nodes that attempts fail on, or that take none; a part of {@link RunState}.
 *
 * <p>A node on which an attempt succeeds is forgotten, so there are few.
 */
final class NodeTable {

  /** More failed tasks of one node than this make no difference. */
  private static final int TASKS_KEPT = 8;

  private static final int LOOKS = 2;

  /** A node with troubles since its last success. */
  static final class Suspect {
    final String node;
    final int place;
    private final long successesBefore;
    private final long failuresBefore;
    private final Set<Integer> tasks = new HashSet<>();
    private int failures;
    private int placeFailures;
    private long longestMillis;
    private Optional<Instant> othersSince = Optional.empty();
    private int looksAtOthers;
    private String lastCode = "";
    private Optional<NodeBroken> broken = Optional.empty();
    private Optional<Instant> takenOut = Optional.empty();
    private int times;

    private Suspect(String node, int place, long successes, long failures) {
      this.node = node;
      this.place = place;
      this.successesBefore = successes;
      this.failuresBefore = failures;
    }

    /** Attempts that failed here because of the place. */
    int placeFailures() {
      return placeFailures;
    }

    /** Different tasks that failed here, up to a bound. */
    int tasks() {
      return tasks.size();
    }

    /**
     * Whether other nodes have computed for at least as long as the attempts took that failed here,
     * and at more than one look: what fails everywhere had time to fail there too.
     */
    boolean othersHadTheirChance(Instant lastLook) {
      return looksAtOthers >= LOOKS
          && othersSince
              .filter(since -> !lastLook.isBefore(since.plusMillis(longestMillis)))
              .isPresent();
    }

    String lastCode() {
      return lastCode;
    }

    /** The last report that it takes no attempts. */
    Optional<NodeBroken> broken() {
      return broken;
    }

    /** When it was last taken out. */
    Optional<Instant> takenOut() {
      return takenOut;
    }

    int times() {
      return times;
    }
  }

  private final Map<String, Suspect> suspects = new LinkedHashMap<>();
  private Instant lastLook = Instant.EPOCH;
  private long successes;
  private long failures;
  private int replaced;
  private int inVain;

  void succeeded(String node) {
    successes++;
    inVain = 0;
    Suspect suspect = suspects.get(node);
    if (suspect != null && suspect.takenOut.isEmpty()) {
      suspects.remove(node);
    }
  }

  void failed(String node, int place, int task, Outcome.Failed outcome) {
    Suspect suspect = suspect(node, place);
    failures++;
    suspect.failures++;
    suspect.lastCode = outcome.code();
    outcome
        .execution()
        .map(ran -> Duration.between(ran.started(), ran.ended()).toMillis())
        .ifPresent(took -> suspect.longestMillis = Math.max(suspect.longestMillis, took));
    if (suspect.tasks.size() < TASKS_KEPT) {
      suspect.tasks.add(task);
    }
    if (outcome.row().meaning() == Meaning.PLACE) {
      suspect.placeFailures++;
    }
  }

  void broken(NodeBroken event) {
    suspect(event.node(), event.place()).broken = Optional.of(event);
  }

  void takingOut(TakingOut event) {
    Suspect suspect = suspect(event.node(), event.place());
    if (suspect.takenOut.isEmpty()) {
      replaced++;
      inVain++;
    }
    suspect.takenOut = Optional.of(event.at());
    suspect.times++;
  }

  /**
   * @param busy how many nodes compute: of two, one is another than any suspect
   */
  void observed(Instant at, int busy) {
    lastLook = at;
    for (Suspect suspect : suspects.values()) {
      suspect.othersSince =
          busy < 2 ? Optional.empty() : suspect.othersSince.or(() -> Optional.of(at));
      suspect.looksAtOthers = busy < 2 ? 0 : suspect.looksAtOthers + 1;
    }
  }

  /** Whether others compute, and have not failed, since this node's troubles began. */
  boolean othersAreFine(Suspect suspect) {
    return failuresElsewhere(suspect) == 0 && suspect.othersHadTheirChance(lastLook);
  }

  private Suspect suspect(String node, int place) {
    return suspects.computeIfAbsent(node, first -> new Suspect(node, place, successes, failures));
  }

  /** How many attempts succeeded elsewhere since this node's troubles began. */
  long successesElsewhere(Suspect suspect) {
    return successes - suspect.successesBefore;
  }

  /** How many attempts failed elsewhere since this node's troubles began. */
  long failuresElsewhere(Suspect suspect) {
    return failures - suspect.failuresBefore - suspect.failures;
  }

  Collection<Suspect> suspects() {
    return Collections.unmodifiableCollection(suspects.values());
  }

  /** What was last told of a node, if it was. */
  Optional<NodeBroken> broken(String node) {
    return Optional.ofNullable(suspects.get(node)).flatMap(Suspect::broken);
  }

  /** Nodes that were taken out, in the order in which their troubles began. */
  List<String> takenOut() {
    List<String> nodes = new ArrayList<>();
    suspects.values().stream()
        .filter(suspect -> suspect.takenOut.isPresent())
        .forEach(suspect -> nodes.add(suspect.node));
    return nodes;
  }

  /** How many nodes were taken out. */
  int replaced() {
    return replaced;
  }

  /** How many of them since an attempt last succeeded anywhere. */
  int inVain() {
    return inVain;
  }
}
