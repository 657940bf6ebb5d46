package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool; its nodes are kept beside it.
 *
 * @param owner of an auto pool
 */
public record Pool(
    PoolSettings settings,
    Instant created,
    Instant lastModified,
    Since<PoolState> state,
    Sizing sizing,
    Optional<Autoscaling> autoscaling,
    Optional<Owner> owner) {

  /**
   * For what a pool was made, and whether it goes with that.
   *
   * @param key of the job, or of the job schedule whose jobs share it
   */
  public record Owner(Kind kind, String key, boolean kept) {

    /** What a pool can be made for. */
    public enum Kind {
      JOB,
      SCHEDULE
    }
  }

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
    return new Pool(next, created, lastModified, state, sizing, autoscaling, owner);
  }

  public Pool modified(Instant at) {
    return new Pool(settings, created, at, state, sizing, autoscaling, owner);
  }

  public Pool withState(Since<PoolState> next) {
    return new Pool(settings, created, lastModified, next, sizing, autoscaling, owner);
  }

  public Pool withSizing(Sizing next) {
    return new Pool(settings, created, lastModified, state, next, autoscaling, owner);
  }

  public Pool withAutoscaling(Optional<Autoscaling> next) {
    return new Pool(settings, created, lastModified, state, sizing, next, owner);
  }

  public Pool withOwner(Owner next) {
    return new Pool(settings, created, lastModified, state, sizing, autoscaling, Optional.of(next));
  }
}
