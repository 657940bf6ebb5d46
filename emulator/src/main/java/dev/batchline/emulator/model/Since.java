package dev.batchline.emulator.model;

import java.time.Instant;

/** A state and when it was entered. */
public record Since<S extends Enum<S>>(S state, Instant time) {}
