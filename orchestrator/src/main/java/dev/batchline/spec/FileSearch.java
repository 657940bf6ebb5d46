package dev.batchline.spec;

import dev.batchline.base.Glob;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the files on this machine that a path or glob of the job file names.
 *
 * <p>A file is staged under its path below the directories of the glob that hold no wildcard; thus
 * {@code build/app.jar} as {@code app.jar} and what {@code data/**} matches as the tree below
 * {@code data}. Symbolic links are followed.
 */
final class FileSearch {

  private final Path directory;
  private final Problems problems;
  private final String hint;

  /**
   * @param directory what relative paths are relative to
   */
  FileSearch(Path directory, Problems problems) {
    this(directory, problems, "");
  }

  /**
   * @param hint why a file may be missing, a whole sentence, or empty
   */
  FileSearch(Path directory, Problems problems, String hint) {
    this.directory = directory;
    this.problems = problems;
    this.hint = hint;
  }

  /** The files in the order of their paths, or none after a problem was added. */
  List<ProjectFile> find(String text, Position at) {
    Optional<NodePaths.Objection> objection =
        text.indexOf('\\') >= 0 ? NodePaths.objection(text) : NodePaths.globObjection(text);
    if (objection.isPresent()) {
      problems.add(
          at,
          SourceNode.Scalar.quote(text) + " " + objection.get().reason(),
          objection.get().suggestion());
      return List.of();
    }
    try {
      return Glob.hasWildcard(text) ? matching(text, at) : single(text, at);
    } catch (InvalidPathException e) {
      problems.add(at, SourceNode.Scalar.quote(text) + " is not a path: " + e.getReason(), "");
      return List.of();
    }
  }

  private List<ProjectFile> single(String text, Position at) {
    Path file = directory.resolve(text).normalize();
    Path name = file.getFileName();
    Optional<String> obstacle = SourceText.obstacle(file);
    if (obstacle.isEmpty() && name != null) {
      return List.of(new ProjectFile(file, name.toString()));
    }
    String suggestion =
        Files.isDirectory(file)
            ? "Write " + text.replaceFirst("/+$", "") + "/** for all files below it."
            : Files.exists(file) ? "" : missing(file);
    problems.add(
        at, SourceNode.Scalar.quote(text) + " " + obstacle.orElse("is a directory"), suggestion);
    return List.of();
  }

  private List<ProjectFile> matching(String text, Position at) {
    int slash = text.lastIndexOf('/', firstWildcard(text));
    Path root = directory.resolve(slash < 0 ? "" : text.substring(0, slash + 1)).normalize();
    String glob = text.substring(slash + 1);
    if (!Files.isDirectory(root)) {
      problems.add(
          at,
          "no file matches %s: the directory %s doesn't exist"
              .formatted(SourceNode.Scalar.quote(text), text.substring(0, Math.max(slash, 0))),
          missing(root));
      return List.of();
    }
    List<ProjectFile> files = walk(root, glob, at);
    if (files.isEmpty()) {
      problems.add(at, "no file matches " + SourceNode.Scalar.quote(text), relative());
    }
    return files;
  }

  private List<ProjectFile> walk(Path root, String glob, Position at) {
    Walk walk = new Walk(root, glob, at);
    int depth = glob.contains("**") ? Integer.MAX_VALUE : glob.split("/", -1).length;
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, walk);
    } catch (IOException e) {
      problems.add(at, root + " can't be listed: " + e.getMessage(), "");
    }
    walk.found.sort(Comparator.comparing(ProjectFile::path));
    return walk.found;
  }

  /** A file that was meant, or a word on where it may come from. */
  private String missing(Path file) {
    Path parent = file.getParent();
    Path name = file.getFileName();
    while (parent != null && name != null && !Files.isDirectory(parent)) {
      name = parent.getFileName();
      parent = parent.getParent();
    }
    if (parent == null || name == null) {
      return hint;
    }
    String meant = name.toString();
    try (Stream<Path> siblings = Files.list(parent)) {
      List<String> names =
          siblings
              .map(sibling -> sibling.getFileName().toString())
              .filter(sibling -> !sibling.equals(meant)) // a link that leads nowhere
              .toList();
      Optional<String> near = Names.nearest(meant, names);
      return near.isPresent()
          ? "Did you mean \"" + shown(parent.resolve(near.get())) + "\"?"
          : relative();
    } catch (IOException e) {
      return shown(parent) + " can't be listed: " + e.getMessage() + ".";
    }
  }

  private String relative() {
    return ("Paths are relative to " + directory + ". " + hint).strip();
  }

  private String shown(Path path) {
    return shown(directory, path);
  }

  /** A path as a person would write it who works in a directory. */
  static String shown(Path directory, Path path) {
    Path base = directory.normalize();
    return path.startsWith(base) && !path.equals(base)
        ? base.relativize(path).toString().replace('\\', '/')
        : path.toString();
  }

  private static int firstWildcard(String text) {
    int i = 0;
    while ("*?[".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /** Collects what matches below a directory; hidden directories only if the glob names one. */
  private final class Walk extends SimpleFileVisitor<Path> {

    private final Path root;
    private final Glob glob;
    private final boolean hidden;
    private final Position at;
    private final List<ProjectFile> found = new ArrayList<>();

    Walk(Path root, String glob, Position at) {
      this.root = root;
      this.glob = Glob.of(glob);
      this.hidden = glob.startsWith(".") || glob.contains("/.");
      this.at = at;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      boolean skipped =
          !hidden && !path.equals(root) && path.getFileName().toString().startsWith(".");
      return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      String relative = root.relativize(path).toString().replace('\\', '/');
      if (attributes.isDirectory() || !glob.matches(relative)) {
        return FileVisitResult.CONTINUE;
      }
      SourceText.obstacle(path)
          .ifPresentOrElse(
              reason -> problems.add(at, SourceNode.Scalar.quote(shown(path)) + " " + reason, ""),
              () -> found.add(new ProjectFile(path, relative)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
      // A link to a directory above holds nothing that isn't found anyway.
      if (!(failure instanceof FileSystemLoopException)) {
        problems.add(at, shown(path) + " can't be read: " + failure.getMessage(), "");
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
