package dev.batchline.failure;

import java.util.Arrays;
import java.util.Optional;

/** Whose fault something is. */
public enum Meaning {
  /** The program's, or of what the job file says about it. */
  PROGRAM,
  /** Of the data it was to work on. */
  INPUT,
  /** Of the node it was on: elsewhere it may work. */
  PLACE,
  /** There is not enough of something, for now or by a quota. */
  CAPACITY,
  /** Of Azure Batch or Storage; it passes. */
  SERVICE,
  /** Nobody's: a person wanted it. */
  PERSON;

  /** As it is written: {@code place}. */
  public String word() {
    return Word.of(this);
  }

  public static Optional<Meaning> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
