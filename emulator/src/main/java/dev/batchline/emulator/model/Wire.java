package dev.batchline.emulator.model;

import java.util.Locale;

/** An enumeration whose constants go over the wire in lower case. */
public interface Wire {

  String name();

  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
