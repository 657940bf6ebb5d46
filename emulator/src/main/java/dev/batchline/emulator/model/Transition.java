package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of a job, task or job schedule, when it was entered, and the state before.
 *
 * @param previous as the service shows it, which is not always the very last one
 */
public record Transition<S extends Enum<S>>(S state, Instant since, Optional<Since<S>> previous) {

  public static <S extends Enum<S>> Transition<S> first(S state, Instant at) {
    return new Transition<>(state, at, Optional.empty());
  }

  /** Enters a state; the present one becomes the previous one. */
  public Transition<S> to(S next, Instant at) {
    return new Transition<>(next, at, Optional.of(new Since<>(state, since)));
  }

  /**
   * Enters the state that a user's action ends in; the previous one stays that before the action
   * (after disabling, disabled: active).
   */
  public Transition<S> settle(S next, Instant at) {
    return new Transition<>(next, at, previous);
  }

  public boolean is(S one) {
    return state == one;
  }
}
