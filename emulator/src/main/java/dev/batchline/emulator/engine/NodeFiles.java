package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.WireTime;
import dev.batchline.emulator.node.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files below a directory of a node, as answers show them. Used by the threads that ask, never
 * by the engine's own.
 *
 * <p>Symbolic links are followed as long as they stay on the node: a task can make one to any file
 * of this machine, which is no more part of its node than it would be on Azure.
 *
 * @param root absolute and without symbolic links
 * @param node the node's own directory, in which the root lies
 * @param url of the files below the root, without a slash at the end
 */
record NodeFiles(Path root, Path node, String url) {

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR_FILE = 0100000;
  private static final int PERMISSIONS = 0777;

  /** A file or directory while it was looked at. */
  private record Attributes(int mode, long size, Instant modified) {

    boolean directory() {
      return (mode & TYPE) == DIRECTORY;
    }

    /** Pipes, sockets and devices have nothing that could be read to its end. */
    long length() {
      return (mode & TYPE) == REGULAR_FILE ? size : 0;
    }

    String fileMode() {
      return "0o" + Integer.toOctalString(REGULAR_FILE | (mode & PERMISSIONS));
    }
  }

  Answer list(Page page, boolean recursive) {
    if (!Files.isDirectory(root)) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    NavigableMap<String, String> names = new TreeMap<>();
    try {
      Files.walkFileTree(root, Set.of(), recursive ? Integer.MAX_VALUE : 1, new Names(names));
    } catch (IOException failed) {
      throw new UncheckedIOException("could not list " + root, failed);
    }
    Pages<String> found = Pages.of(names, page, name -> path -> path.equals("name") ? name : null);
    return new Answer.Listing(
        found.elements().stream().flatMap(name -> render(name).stream()).toList(), found.next());
  }

  /** Collects the names of all that is below the root, whatever becomes of it meanwhile. */
  private final class Names extends SimpleFileVisitor<Path> {

    private final Map<String, String> into;

    Names(Map<String, String> into) {
      this.into = into;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return add(directory);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return add(file);
    }

    /** A directory that its task has closed to itself is shown all the same. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
      return failed instanceof NoSuchFileException ? FileVisitResult.CONTINUE : add(file);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) {
      return FileVisitResult.CONTINUE;
    }

    private FileVisitResult add(Path path) {
      if (!path.equals(root)) {
        String name = root.relativize(path).toString();
        into.put(name, name);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** Nothing for what is gone since it was listed. */
  private Optional<ObjectNode> render(String name) {
    Attributes attributes;
    try {
      Path listed = root.resolve(name);
      attributes = attributes(onNode(listed) ? listed.toRealPath() : listed);
    } catch (IOException gone) {
      return Optional.empty();
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name);
    json.put("url", url + "/" + name);
    json.put("isDirectory", attributes.directory());
    if (!attributes.directory()) {
      json.putObject("properties")
          .put("lastModified", WireTime.text(attributes.modified()))
          .put("contentLength", Long.toString(attributes.length()))
          .put("contentType", type(name))
          .put("fileMode", attributes.fileMode());
    }
    return Optional.of(json);
  }

  private static String type(String name) {
    return name.endsWith(".txt") ? "text/plain" : "application/octet-stream";
  }

  Answer content(String name) {
    Path file = resolve(name);
    if (!onNode(file)) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    try {
      Attributes attributes = attributes(file.toRealPath());
      return new Answer.FileContent(
          file,
          attributes.directory(),
          attributes.length(),
          attributes.modified(),
          attributes.fileMode(),
          url + "/" + name);
    } catch (NoSuchFileException missing) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    } catch (IOException failed) {
      throw new UncheckedIOException("could not read " + file, failed);
    }
  }

  void delete(String name, boolean recursive) {
    Path file = resolve(name);
    Path parent = file.resolveSibling(""); // the link goes, and not what it leads to
    if (!onNode(parent) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !recursive && !empty(file)) {
      throw ErrorCode.DIRECTORY_NOT_EMPTY.error();
    }
    try {
      Directories.delete(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("could not delete " + file, failed);
    }
  }

  private static boolean empty(Path directory) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      return !children.iterator().hasNext();
    } catch (IOException failed) {
      throw new UncheckedIOException("could not list " + directory, failed);
    }
  }

  /** A file below the root; what would lead out of it doesn't exist. */
  private Path resolve(String name) {
    String relative = name.replace('\\', '/');
    while (relative.startsWith("/")) {
      relative = relative.substring(1);
    }
    Path file = root.resolve(relative).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    return file;
  }

  /** Whether there is such a file, and all links on the way to it lead to the node's own. */
  private boolean onNode(Path file) {
    try {
      return file.toRealPath().startsWith(node);
    } catch (IOException missingOrEndless) {
      return false;
    }
  }

  private static Attributes attributes(Path file) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(file, "unix:mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new Attributes(
        (Integer) Objects.requireNonNull(found.get("mode")),
        (Long) Objects.requireNonNull(found.get("size")),
        ((FileTime) Objects.requireNonNull(found.get("lastModifiedTime"))).toInstant());
  }
}
