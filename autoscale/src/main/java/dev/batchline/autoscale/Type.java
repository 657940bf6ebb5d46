package dev.batchline.autoscale;

/** The types of the formula language; {@code toString} is the language's own name for one. */
public enum Type {
  DOUBLE("double"),
  DOUBLE_VEC("doubleVec"),
  STRING("string"),
  TIMESTAMP("timestamp"),
  TIMEINTERVAL("timeinterval");

  private final String word;

  Type(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
