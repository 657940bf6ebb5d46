package dev.batchline.emulator.http.odata;

/** What a property of a list can be compared with, and how. */
public enum PropertyKind {
  /** A string: every comparison, and startswith. */
  TEXT(true, true, true),
  /** A string of which only the beginning can be asked for. */
  PREFIX(false, false, true),
  /** One of a few words: eq and ne. */
  CHOICE(true, false, false),
  /** true or false: eq and ne. */
  FLAG(true, false, false),
  /** A number: every comparison. */
  NUMBER(true, true, false),
  /** A moment: every comparison. */
  TIME(true, true, false);

  private final boolean comparable;
  private final boolean ordered;
  private final boolean startsWith;

  PropertyKind(boolean comparable, boolean ordered, boolean startsWith) {
    this.comparable = comparable;
    this.ordered = ordered;
    this.startsWith = startsWith;
  }

  boolean supports(Operator operator) {
    return comparable && (ordered || !operator.ordering());
  }

  boolean supportsStartsWith() {
    return startsWith;
  }
}
