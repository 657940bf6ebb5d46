package dev.batchline.target.azurebatch;

/**
 * A glob over relative paths, as Azure Batch reads the patterns of output files.
 *
 * <p>{@code *} and {@code ?} stay within a name, {@code **} stands for any directories, {@code
 * [a-c]} and {@code [!a-c]} for one character, a backslash takes the next one as it is. A name that
 * begins with a full stop is matched only by a pattern that says the full stop.
 */
final class GlobPattern {

  private static final String NAME = "[^/.][^/]*";
  private static final String DIRECTORIES = "(" + NAME + "/)*";
  private static final String SPECIAL = ".^$+(){}|\\*?[]";

  private final String glob;

  GlobPattern(String glob) {
    this.glob = glob.startsWith("./") ? glob.substring(2) : glob;
  }

  /** Whether it names one file. */
  boolean isLiteral() {
    return glob.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
  }

  /**
   * As Batch's {@code filePattern}: {@code **} at the end is written as {@code **}{@code /*}, since
   * Batch's own stands for directories only.
   */
  String forBatch() {
    return glob.equals("**") || glob.endsWith("/**") ? glob + "/*" : glob;
  }

  /**
   * The directories before the first wildcard, with a slash at the end, or nothing.
   *
   * <p>Batch names what a pattern matches relative to these and not to the working directory: its
   * upload log resolves {@code ../stdout.txt} to a base path, the task's directory, first.
   */
  String base() {
    int wildcard = 0;
    while (wildcard < glob.length() && "*?[\\".indexOf(glob.charAt(wildcard)) < 0) {
      wildcard++;
    }
    return glob.substring(0, glob.lastIndexOf('/', Math.min(wildcard, glob.length() - 1)) + 1);
  }

  /** As a POSIX extended regular expression, without anchors. */
  String expression() {
    StringBuilder expression = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      boolean nameBegins = at == 0 || glob.charAt(at - 1) == '/';
      char c = glob.charAt(at);
      if (nameBegins && glob.startsWith("**/", at)) {
        expression.append(DIRECTORIES);
        at += 3;
      } else if (nameBegins && glob.startsWith("**", at)) {
        expression.append(DIRECTORIES).append(NAME);
        at += 2;
      } else if (c == '*') {
        expression.append(nameBegins ? anyButHidden(at) : "[^/]*");
        at++;
      } else if (c == '?') {
        expression.append(nameBegins ? "[^/.]" : "[^/]");
        at++;
      } else if (c == '[' && closing(at) > 0) {
        int end = closing(at);
        expression.append(set(glob.substring(at + 1, end)));
        at = end + 1;
      } else {
        int literal = c == '\\' && at + 1 < glob.length() ? at + 1 : at;
        expression.append(quoted(glob.charAt(literal)));
        at = literal + 1;
      }
    }
    return expression.toString();
  }

  /** A star where a name begins: nothing, or what does not begin with a full stop. */
  private String anyButHidden(int at) {
    boolean needed =
        at + 1 == glob.length() || glob.charAt(at + 1) == '/' || glob.charAt(at + 1) == '.';
    return needed ? NAME : "([^/.][^/]*)?";
  }

  /** Where the set that opens here is closed, or -1; a bracket that comes first belongs to it. */
  private int closing(int open) {
    int first = open + 1;
    if (first < glob.length() && glob.charAt(first) == '!') {
      first++;
    }
    int end = glob.indexOf(']', first + 1);
    return end > 0 && glob.substring(open, end).indexOf('/') < 0 ? end : -1;
  }

  private static String set(String inside) {
    if (!inside.startsWith("!")) {
      return "[" + inside + "]";
    }
    boolean bracketFirst = inside.startsWith("!]");
    return bracketFirst ? "[^]/" + inside.substring(2) + "]" : "[^/" + inside.substring(1) + "]";
  }

  private static String quoted(char c) {
    return SPECIAL.indexOf(c) < 0 ? String.valueOf(c) : "\\" + c;
  }

  @Override
  public String toString() {
    return glob;
  }
}
