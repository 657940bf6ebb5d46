package dev.batchline.emulator.http;

import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the operation of a verb and a raw path in the table of {@link Operation}. */
final class Routes {

  /** An operation and the parameters of its path, decoded. */
  record Route(Operation operation, Map<String, String> names) {}

  private record Template(Operation operation, Pattern pattern, List<String> parameters) {}

  private final Map<String, List<Template>> byFirstWord = new HashMap<>();

  Routes() {
    for (Operation operation : Operation.values()) {
      byFirstWord
          .computeIfAbsent(firstWord(operation.path()), word -> new ArrayList<>())
          .add(template(operation));
    }
  }

  /**
   * The operation that is asked for.
   *
   * @throws BatchError 404 for an unknown path, 405 for a verb that it doesn't know
   */
  Route find(String verb, String path) {
    boolean known = false;
    for (Template template : byFirstWord.getOrDefault(firstWord(path), List.of())) {
      Matcher matcher = template.pattern().matcher(path);
      if (matcher.matches()) {
        known = true;
        if (template.operation().verb().equals(verb)) {
          return new Route(template.operation(), names(template, matcher));
        }
      }
    }
    if (known) {
      throw Refusals.wrongVerb(verb);
    }
    throw Refusals.unknownPath(path);
  }

  private static Map<String, String> names(Template template, Matcher matcher) {
    Map<String, String> names = new HashMap<>();
    for (String parameter : template.parameters()) {
      names.put(parameter, Request.percentDecoded(matcher.group(parameter)));
    }
    return names;
  }

  private static Template template(Operation operation) {
    List<String> parameters = new ArrayList<>();
    Matcher braces = BRACES.matcher(operation.path());
    while (braces.find()) {
      parameters.add(braces.group(1));
    }
    return new Template(operation, pattern(operation.path()), List.copyOf(parameters));
  }

  private static final Pattern BRACES = Pattern.compile("\\{(\\w+)\\}");

  /** A file's path may have slashes, encoded or not; all else ends at the next slash. */
  private static Pattern pattern(String path) {
    StringBuilder pattern = new StringBuilder();
    Matcher braces = BRACES.matcher(path);
    int end = 0;
    while (braces.find()) {
      pattern.append(Pattern.quote(path.substring(end, braces.start())));
      String characters = braces.group(1).equals("filePath") ? ".+" : "[^/,)]+";
      pattern.append("(?<").append(braces.group(1)).append('>').append(characters).append(')');
      end = braces.end();
    }
    pattern.append(Pattern.quote(path.substring(end)));
    return Pattern.compile(pattern.toString());
  }

  private static String firstWord(String path) {
    int end = 1;
    while (end < path.length() && Character.isLetter(path.charAt(end))) {
      end++;
    }
    return path.substring(0, Math.min(end, path.length()));
  }
}
