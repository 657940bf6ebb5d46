package dev.batchline.emulator.model;

/** Why a pool has fewer nodes than asked for. */
public record ResizeError(String code, String message) {}
