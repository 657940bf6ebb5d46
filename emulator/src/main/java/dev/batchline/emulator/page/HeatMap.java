package dev.batchline.emulator.page;

import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A cell for each node of a pool: its colour and letter are the node's state, how full it is are
 * the task slots in use, and round ones are Spot nodes.
 *
 * <p>With the arrow keys one goes from cell to cell; the text of the one that is pointed at or has
 * the focus stands below.
 */
final class HeatMap {

  private static final int TENTHS = 10;
  private static final int FEW = 150;
  private static final String BROKEN = "bad";

  private final int slotsPerNode;

  HeatMap(int slotsPerNode) {
    this.slotsPerNode = slotsPerNode;
  }

  /** The letter of a state, and the states that look like it. */
  private record Look(String letter, String group) {}

  private static Look look(NodeState state) {
    return switch (state) {
      case IDLE -> new Look("I", "idle");
      case RUNNING -> new Look("R", "running");
      case CREATING -> new Look("C", "coming");
      case STARTING -> new Look("S", "coming");
      case WAITINGFORSTARTTASK -> new Look("W", "coming");
      case REBOOTING -> new Look("B", "coming");
      case REIMAGING -> new Look("M", "coming");
      case UPGRADINGOS -> new Look("G", "coming");
      case STARTTASKFAILED -> new Look("F", BROKEN);
      case UNUSABLE -> new Look("U", BROKEN);
      case UNKNOWN -> new Look("?", BROKEN);
      case PREEMPTED -> new Look("P", "preempted");
      case LEAVINGPOOL -> new Look("L", "going");
      case OFFLINE -> new Look("O", "going");
      case DEALLOCATING, DEALLOCATED -> new Look("D", "going");
    };
  }

  /** The cells, the text below them and the legend. */
  Html html(List<Node> nodes, Map<NodeState, Integer> counts, NodeTargets current) {
    if (nodes.isEmpty()) {
      return Html.tag("p").looks("nothing").add("No nodes.");
    }
    return Html.fragment(
        cells(nodes),
        Html.tag("p")
            .looks("hint")
            .attribute("data-keep", "")
            .attribute("aria-live", "polite")
            .add("Point at a node, or go through them with the arrow keys, to read about it."),
        legend(counts, current));
  }

  /** The cells alone. */
  Html cells(List<Node> nodes) {
    Html cells =
        Html.tag("div")
            .looks(nodes.size() > FEW ? "cells small" : "cells")
            .attribute("role", "group")
            .attribute("aria-label", nodes.size() + " nodes");
    for (int i = 0; i < nodes.size(); i++) {
      cells.add(cell(nodes.get(i)).attribute("tabindex", i == 0 ? "0" : "-1"));
    }
    return cells;
  }

  private Html cell(Node node) {
    Look look = look(node.state().state());
    int used = node.load().usedSlots();
    int tenths = (TENTHS * used + slotsPerNode - 1) / slotsPerNode;
    String kind = node.dedicated() ? "" : " spot";
    return Html.tag("a")
        .looks("cell " + look.group() + " u" + Math.min(TENTHS, tenths) + kind)
        .attribute("href", Links.node(node.origin().poolId(), node.id()))
        .attribute("title", text(node, used))
        .add(look.letter());
  }

  private String text(Node node, int used) {
    return "%s: %s, %d of %d slots used, %s%s"
        .formatted(
            shortId(node.id()),
            node.state().state().wire(),
            used,
            slotsPerNode,
            node.dedicated() ? "dedicated" : "Spot",
            node.schedulingEnabled() ? "" : ", scheduling disabled");
  }

  /** The state of a node, with its cell before it. */
  static Html state(Node node) {
    Look look = look(node.state().state());
    return Html.fragment(
        Html.tag("span")
            .looks("cell " + look.group())
            .attribute("aria-hidden", "true")
            .add(look.letter()),
        Html.text(" " + node.state().state().wire()));
  }

  /** Up to so many nodes of a pool, dedicated ones first, in the order in which they came. */
  static List<Node> some(AccountPool pool, int most) {
    return pool.allNodes().stream()
        .sorted(
            Comparator.comparing(Node::dedicated)
                .reversed()
                .thenComparing(node -> node.origin().number()))
        .limit(most)
        .toList();
  }

  /** Whether no task will run on a node unless something is done about it. */
  static boolean isBroken(Node node) {
    return look(node.state().state()).group().equals(BROKEN);
  }

  /** A badge for each state in which nodes are broken, with their number. */
  static Html broken(Map<NodeState, Integer> counts) {
    Html badges = Html.fragment();
    counts.forEach(
        (state, count) -> {
          if (look(state).group().equals(BROKEN)) {
            badges.add(Html.text(" "), Badge.FAILED.saying(count + " " + state.wire()));
          }
        });
    return badges;
  }

  /** How many nodes are in which state. */
  static Map<NodeState, Integer> counts(Collection<Node> nodes) {
    Map<NodeState, Integer> counts = new EnumMap<>(NodeState.class);
    nodes.forEach(node -> counts.merge(node.state().state(), 1, Integer::sum));
    return counts;
  }

  /** How many nodes are in which state, with the letters and colours of the cells. */
  static Html legend(Map<NodeState, Integer> counts, NodeTargets current) {
    Html legend = Html.tag("ul").looks("legend");
    counts.forEach(
        (state, count) ->
            legend.add(
                Html.tag("li")
                    .add(
                        Html.tag("span")
                            .looks("cell " + look(state).group())
                            .attribute("aria-hidden", "true")
                            .add(look(state).letter()))
                    .add(Numbers.grouped(count) + " " + state.wire())));
    if (current.lowPriority() > 0) {
      legend.add(note("cell going spot", "round: Spot"));
    }
    return legend.add(note("cell running u5", "filled: slots in use"));
  }

  private static Html note(String looks, String text) {
    return Html.tag("li")
        .add(Html.tag("span").looks(looks).attribute("aria-hidden", "true"))
        .add(text);
  }

  /** A node's identifier has some seventy characters; the first ones are enough for people. */
  static String shortId(String id) {
    return id.length() <= 24 ? id : id.substring(0, 14) + "…" + id.substring(id.length() - 2);
  }
}
