package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Optional;

/** A pool; its nodes are kept beside it. */
public record Pool(
    PoolSettings settings,
    Instant created,
    Instant lastModified,
    Since<PoolState> state,
    Sizing sizing,
    Optional<Autoscaling> autoscaling) {

  public String id() {
    return settings.id();
  }

  public boolean active() {
    return state.state() == PoolState.ACTIVE;
  }

  public Stamp stamp() {
    return Stamp.at(lastModified);
  }

  public Pool withSettings(PoolSettings next) {
    return new Pool(next, created, lastModified, state, sizing, autoscaling);
  }

  public Pool modified(Instant at) {
    return new Pool(settings, created, at, state, sizing, autoscaling);
  }

  public Pool withState(Since<PoolState> next) {
    return new Pool(settings, created, lastModified, next, sizing, autoscaling);
  }

  public Pool withSizing(Sizing next) {
    return new Pool(settings, created, lastModified, state, next, autoscaling);
  }

  public Pool withAutoscaling(Optional<Autoscaling> next) {
    return new Pool(settings, created, lastModified, state, sizing, next);
  }
}
