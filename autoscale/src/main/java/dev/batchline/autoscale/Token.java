package dev.batchline.autoscale;

/**
 * A word of a formula and where it stands.
 *
 * @param text of a string: what is between the quotes; of the end: empty
 */
record Token(Kind kind, String text, Position position) {

  enum Kind {
    NUMBER,
    STRING,
    NAME,
    /** An operator or a mark such as {@code ;}. */
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** For messages: what a reader sees at this place. */
  String described() {
    return switch (kind) {
      case END -> "the end of the formula";
      case STRING -> "\"" + text + "\"";
      case NUMBER, NAME, SYMBOL -> text;
    };
  }
}
