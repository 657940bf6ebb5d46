package dev.batchline.emulator.model;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A pool with its nodes; changed by the engine alone. */
public final class AccountPool {

  private Pool pool;
  private final NavigableMap<String, Node> nodes = new TreeMap<>();
  private final NodeTime nodeTime = new NodeTime();
  private final PoolHistory history = new PoolHistory();
  private int dedicated;
  private int numbers;

  public AccountPool(Pool pool) {
    this.pool = pool;
  }

  public Pool pool() {
    return pool;
  }

  public void set(Pool next) {
    pool = next;
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
  }

  public void remove(Node node) {
    if (nodes.remove(node.key()) != null && node.dedicated()) {
      dedicated--;
    }
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
    return numbers++;
  }

  /** How long nodes have been there, for the account's usage. */
  public NodeTime nodeTime() {
    return nodeTime;
  }
}
