package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.WireTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the agent of each node would have in its log: what became of the node, and of each command
 * there.
 *
 * <p>Bounded: the oldest lines of a node go first. No line holds anything of a command but its kind
 * and the ids of its job and task, so no secret can be in one.
 */
final class NodeLogs {

  private static final int MOST_LINES = 500;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH").withZone(ZoneOffset.UTC);

  private final Supplier<Instant> clock;
  private final Map<NodeKey, Deque<Line>> nodes = new HashMap<>();

  private record Line(Instant at, boolean warning, String text) {

    /** One file for each hour, and another one for its warnings. */
    Set<String> files() {
      Set<String> files = new LinkedHashSet<>();
      files.add("agent-debug-" + HOUR.format(at) + ".log");
      if (warning) {
        files.add("agent-warn-" + HOUR.format(at) + ".log");
      }
      return files;
    }

    boolean within(Instant from, Optional<Instant> to) {
      return !at.isBefore(from) && to.filter(at::isAfter).isEmpty();
    }

    @Override
    public String toString() {
      return WireTime.text(at) + (warning ? " WARN  " : " INFO  ") + text + "\n";
    }
  }

  NodeLogs(Supplier<Instant> clock) {
    this.clock = clock;
  }

  void info(NodeKey node, String text) {
    add(node, false, text);
  }

  void warn(NodeKey node, String text) {
    add(node, true, text);
  }

  private void add(NodeKey node, boolean warning, String text) {
    Deque<Line> lines = nodes.computeIfAbsent(node, key -> new ArrayDeque<>());
    lines.add(new Line(clock.get(), warning, text));
    if (lines.size() > MOST_LINES) {
      lines.remove();
    }
  }

  /** Notes what is new about a node. */
  void changed(Optional<Node> before, Node after) {
    NodeKey key = NodeKey.of(after);
    if (before.filter(node -> node.is(after.state().state())).isEmpty()) {
      info(key, "node: the state is " + after.state().state().wire());
    }
    if (before.filter(node -> node.schedulingEnabled() != after.schedulingEnabled()).isPresent()) {
      info(key, "node: scheduling is " + (after.schedulingEnabled() ? "enabled" : "disabled"));
    }
    if (before.filter(node -> node.errors().equals(after.errors())).isEmpty()) {
      after.errors().forEach(error -> warn(key, "node: " + error.code() + ": " + error.message()));
    }
  }

  /** Forgets a node that is gone. */
  void forget(NodeKey node) {
    nodes.remove(node);
  }

  /**
   * The files of a node's log that have a line of that time, complete, by name.
   *
   * @param to nothing for all that came later
   */
  Map<String, String> files(NodeKey node, Instant from, Optional<Instant> to) {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    Set<String> wanted = new LinkedHashSet<>();
    for (Line line : nodes.getOrDefault(node, new ArrayDeque<>())) {
      for (String file : line.files()) {
        texts.computeIfAbsent(file, name -> new StringBuilder()).append(line);
        if (line.within(from, to)) {
          wanted.add(file);
        }
      }
    }
    Map<String, String> files = new LinkedHashMap<>();
    wanted.forEach(name -> files.put(name, String.valueOf(texts.get(name))));
    return files;
  }
}
