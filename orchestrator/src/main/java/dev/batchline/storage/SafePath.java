package dev.batchline.storage;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells names that are safe to make files of from those that aren't.
 *
 * <p>Names come from tasks: none may lead out of the directory that they are put in, on any system,
 * nor be one that this machine's system takes for something else.
 */
final class SafePath {

  private static final int LONGEST_PART = 255;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern NOT_ON_WINDOWS = Pattern.compile("[<>:\"|?*]");
  private static final Set<String> DEVICES = devices();

  private SafePath() {}

  /**
   * @param name with forward slashes, as in Storage
   * @param windows whether the files are for Windows
   * @return why the name can't be used; empty if it can
   */
  static Optional<String> problem(String name, boolean windows) {
    if (name.isEmpty() || name.startsWith("/")) {
      return Optional.of("it is absolute");
    }
    if (name.indexOf('\\') >= 0) {
      return Optional.of("it has a backslash");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("it has control characters");
    }
    for (String part : name.split("/", -1)) {
      Optional<String> problem = problemOfPart(part, windows);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfPart(String part, boolean windows) {
    if (part.isEmpty() || part.equals(".") || part.equals("..")) {
      return Optional.of("it has a part \"" + part + "\"");
    }
    int length = windows ? part.length() : part.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PART) {
      return Optional.of(
          "a part of it is longer than " + LONGEST_PART + (windows ? " characters" : " bytes"));
    }
    if (DRIVE.matcher(part).matches()) {
      return Optional.of("it names a drive");
    }
    if (!windows) {
      return Optional.empty();
    }
    if (NOT_ON_WINDOWS.matcher(part).find() || part.endsWith(".") || part.endsWith(" ")) {
      return Optional.of("Windows can't have a file \"" + part + "\"");
    }
    String stem = part.split("\\.", 2)[0].strip().toUpperCase(Locale.ROOT);
    return DEVICES.contains(stem)
        ? Optional.of("Windows keeps the name " + stem + " to itself")
        : Optional.empty();
  }

  private static Set<String> devices() {
    Set<String> devices = new java.util.HashSet<>(Set.of("CON", "PRN", "AUX", "NUL"));
    for (int i = 0; i <= 9; i++) {
      devices.add("COM" + i);
      devices.add("LPT" + i);
    }
    return Set.copyOf(devices);
  }
}
