package dev.batchline.base;

import java.util.regex.Pattern;

/**
 * A pattern for relative paths with forward slashes, in the language of Batch's output files.
 *
 * <p>{@code *} and {@code ?} stay within a name, {@code **} is any number of directories, {@code
 * [abc]}, {@code [a-c]} and {@code [!ab]} are one character, a backslash makes the next character
 * ordinary. As in Batch, a wildcard at the beginning of a name doesn't match a dot.
 */
public final class Glob {

  private static final String NAME = "[^/.][^/]*";

  private final String text;
  private final Pattern pattern;

  private Glob(String text) {
    this.text = text;
    this.pattern = Pattern.compile(translate(text));
  }

  public static Glob of(String text) {
    return new Glob(text);
  }

  /** Whether a text is more than the path of one file. */
  public static boolean hasWildcard(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** Whether all of a path, without a slash at its beginning, fits. */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  @Override
  public String toString() {
    return text;
  }

  private static String translate(String glob) {
    StringBuilder regex = new StringBuilder();
    String[] names = glob.split("/", -1);
    for (int i = 0; i < names.length; i++) {
      boolean last = i == names.length - 1;
      if (names[i].equals("**")) {
        regex.append("(?:").append(NAME).append("/)*").append(last ? NAME : "");
      } else {
        appendName(names[i], regex);
        regex.append(last ? "" : "/");
      }
    }
    return regex.toString();
  }

  private static void appendName(String name, StringBuilder regex) {
    if (!name.isEmpty() && hasWildcard(name.substring(0, 1))) {
      regex.append("(?!\\.)");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      int close = c == '[' ? name.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (close > 0) {
        appendClass(name.substring(i + 1, close), regex);
        i = close;
      } else if (c == '\\' && i + 1 < name.length()) {
        regex.append(Pattern.quote(name.substring(++i, i + 1)));
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
  }

  private static void appendClass(String content, StringBuilder regex) {
    boolean negated = content.startsWith("!") && content.length() > 1;
    regex.append(negated ? "[^/" : "[");
    for (char c : content.substring(negated ? 1 : 0).toCharArray()) {
      boolean special = "\\[]^&".indexOf(c) >= 0;
      regex.append(special ? "\\" : "").append(c);
    }
    regex.append(']');
  }
}
