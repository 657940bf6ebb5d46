package dev.batchline.emulator.http.odata;

/**
 * A word of a $filter.
 *
 * @param text as written, or for a string and a time what stands between the quotes
 * @param position in the filter, from 0
 */
record Token(Kind kind, String text, int position) {

  enum Kind {
    NAME,
    STRING,
    NUMBER,
    TIME,
    OPEN,
    CLOSE,
    COMMA,
    END
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  /** Whether this is that keyword; operators of OData are in lower case. */
  boolean isWord(String word) {
    return kind == Kind.NAME && text.equals(word);
  }

  @Override
  public String toString() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }
}
