package dev.batchline.emulator.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The file pattern of an output file, as Batch defines it for Linux.
 *
 * <p>{@code *} and {@code ?} stay within one name, {@code **} is any number of directories, {@code
 * [abc]}, {@code [a-c]} and {@code [!abc]} are one character, and a backslash or brackets take a
 * wildcard literally. A name that begins with a dot is matched only by a dot.
 *
 * @param base the directories in front of the first wildcard, or the whole of a pattern without
 *     any; absolute, or relative to the working directory
 * @param rest what matches a path below {@code base}; matches nothing when there is no wildcard
 * @param depth how many directories deep below {@code base} it can match; 0 without wildcards
 */
record FilePattern(String base, Pattern rest, int depth) {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");
  private static final String WILDCARDS = "*?[";

  /** Expands {@code $NAME} and {@code ${NAME}}; a name that isn't set is left as it is. */
  static FilePattern parse(String text, Map<String, String> environment) {
    Matcher variables = VARIABLE.matcher(text);
    String expanded =
        variables.replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(2) : found.group(1);
              return Matcher.quoteReplacement(environment.getOrDefault(name, found.group()));
            });
    return parse(expanded);
  }

  private static FilePattern parse(String text) {
    List<String> base = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (rest.isEmpty() && !hasWildcard(name)) {
        base.add(unescape(name));
      } else {
        rest.add(name);
      }
    }
    String directory = base.size() == 1 && base.get(0).isEmpty() ? "/" : String.join("/", base);
    int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.size();
    return new FilePattern(directory, compile(rest), depth);
  }

  /** Whether it may stand for several files. */
  boolean hasWildcards() {
    return depth > 0;
  }

  private static boolean hasWildcard(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '\\') {
        i++;
      } else if (WILDCARDS.indexOf(name.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static String unescape(String name) {
    return name.replaceAll("\\\\(.)", "$1");
  }

  private static Pattern compile(List<String> names) {
    StringBuilder regex = new StringBuilder();
    String any = "[^/.][^/]*";
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      if (names.get(i).equals("**")) {
        regex.append(last ? "(?:" + any + "/)*" + any : "(?:" + any + "/)*");
      } else {
        regex.append(name(names.get(i))).append(last ? "" : "/");
      }
    }
    return Pattern.compile(regex.toString());
  }

  private static String name(String glob) {
    StringBuilder regex = new StringBuilder();
    if (!glob.startsWith(".") && !glob.startsWith("\\.")) {
      regex.append("(?!\\.)");
    }
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (close > 0) {
        regex.append(characters(glob.substring(i + 1, close)));
        i = close;
      } else {
        boolean escaped = c == '\\' && i + 1 < glob.length();
        regex.append(Pattern.quote(String.valueOf(escaped ? glob.charAt(++i) : c)));
      }
    }
    return regex.toString();
  }

  private static String characters(String listed) {
    boolean negated = listed.startsWith("!");
    String plain = (negated ? listed.substring(1) : listed).replaceAll("[\\\\\\[\\]^&]", "\\\\$0");
    String set = "(?!/)[" + (negated ? "^" : "") + plain + "]";
    try {
      Pattern.compile(set);
      return set;
    } catch (PatternSyntaxException e) {
      return Pattern.quote("[" + listed + "]"); // such as [z-a]: it stands for itself
    }
  }
}
