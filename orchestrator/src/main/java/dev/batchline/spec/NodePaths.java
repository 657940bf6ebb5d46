package dev.batchline.spec;

import dev.batchline.base.Glob;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The rules for paths and globs below a directory of a node. */
final class NodePaths {

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  private NodePaths() {}

  /**
   * What is wrong with a path and what to do about it.
   *
   * @param reason follows the path in a sentence
   */
  record Objection(String reason, String suggestion) {}

  /** Why a path or glob can't be used below a directory, if so. */
  static Optional<Objection> objection(String path) {
    if (path.isBlank()) {
      return Optional.of(new Objection("is empty", ""));
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of(
          new Objection("holds a backslash", "Write " + path.replace('\\', '/') + "."));
    }
    if (path.startsWith("/") || path.startsWith("~") || DRIVE.matcher(path).matches()) {
      return Optional.of(
          new Objection(
              "is absolute", "Give a path relative to the directory that the task works in."));
    }
    List<String> names = List.of(path.split("/", -1));
    if (names.contains("..")) {
      return Optional.of(
          new Objection(
              "leads out of the directory that the task works in",
              "Let the task write below its working directory."));
    }
    if (path.endsWith("/")) {
      return Optional.of(new Objection("ends with a slash", "Write " + path + "**."));
    }
    if (names.contains("") || names.contains(".")) {
      String tidy = path.replaceAll("(^|/)(\\./)+", "$1").replaceAll("/+", "/");
      return Optional.of(new Objection("holds an empty name", "Write " + tidy + "."));
    }
    return globObjection(path);
  }

  /** Why a glob can't be understood, if so. */
  static Optional<Objection> globObjection(String glob) {
    for (String name : glob.split("/", -1)) {
      if (name.contains("**") && !name.equals("**")) {
        String tidy = glob.replace(name, "**/" + name.replaceAll("\\*+", "*"));
        return Optional.of(
            new Objection("has \"**\" together with other characters", "Write " + tidy + "."));
      }
    }
    try {
      Glob.of(glob);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(
          new Objection("has brackets that make no sense", "Such as [abc], [a-c] or [!ab]."));
    }
  }
}
