package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A pool with its nodes; changed by the engine alone. */
public final class AccountPool {

  private final Consumer<Change> changes;
  private Pool pool;
  private final NavigableMap<String, Node> nodes = new TreeMap<>();
  private final NodeTime nodeTime = new NodeTime();
  private final PoolHistory history = new PoolHistory();
  private int dedicated;
  private int numbers;

  AccountPool(Pool pool, Consumer<Change> changes) {
    this.pool = pool;
    this.changes = changes;
  }

  public Pool pool() {
    return pool;
  }

  public String key() {
    return Ids.key(pool.id());
  }

  public void set(Pool next) {
    pool = next;
    changes.accept(new Change.OfPool(key()));
  }

  /** By key. */
  public NavigableMap<String, Node> nodes() {
    return Collections.unmodifiableNavigableMap(nodes);
  }

  public Collection<Node> allNodes() {
    return nodes().values();
  }

  public Optional<Node> find(String nodeId) {
    return Optional.ofNullable(nodes.get(Ids.key(nodeId)));
  }

  public void put(Node node) {
    if (nodes.put(node.key(), node) == null && node.dedicated()) {
      dedicated++;
    }
    changes.accept(new Change.OfNode(key(), node.key()));
  }

  /** Takes a node away, and counts how long it was there. */
  public void remove(Node node, Instant now) {
    if (nodes.remove(node.key()) != null && node.dedicated()) {
      dedicated--;
    }
    nodeTime.add(node.origin().allocated(), now);
    changes.accept(new Change.OfNode(key(), node.key()));
    changes.accept(new Change.OfPool(key()));
  }

  /** How many nodes there are of each kind, those that leave or were preempted included. */
  public NodeTargets current() {
    return new NodeTargets(dedicated, nodes.size() - dedicated);
  }

  /** How the pool came to its size. */
  public PoolHistory history() {
    return history;
  }

  /** A number that no node of this pool had before. */
  public int nextNumber() {
    changes.accept(new Change.OfPool(key()));
    return numbers++;
  }

  /** How many numbers have been given out. */
  public int numbers() {
    return numbers;
  }

  /** How long nodes that are gone were there. */
  public PoolUsage usage() {
    return new PoolUsage(pool.id(), pool.settings().vmSize(), nodeTime.byHour());
  }

  /** How long nodes have been there, those that are there still included. */
  public PoolUsage usage(Instant now) {
    NodeTime time = nodeTime.copy();
    nodes.values().forEach(node -> time.add(node.origin().allocated(), now));
    return new PoolUsage(pool.id(), pool.settings().vmSize(), time.byHour());
  }

  /** Goes on from what is known of earlier nodes. */
  public void continueFrom(int numbersGiven, PoolUsage earlier) {
    numbers = numbersGiven;
    nodeTime.addAll(earlier.byHour());
  }
}
