package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.WireTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The files below a directory of a node, as answers show them. Used by the threads that ask, never
 * by the engine's own.
 *
 * @param url of the files below the root, without a slash at the end
 */
record NodeFiles(Path root, String url) {

  private static final int MODE_OF_A_FILE = 0100000;
  private static final int PERMISSIONS = 0777;

  /** A file or directory while it was looked at. */
  private record Entry(String name, boolean directory, long size, String modified, String mode) {}

  Answer list(Page page, boolean recursive) {
    if (!Files.isDirectory(root)) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    NavigableMap<String, Entry> all = new TreeMap<>();
    collect(root, recursive, all);
    Pages<Entry> found =
        Pages.of(all, page, entry -> path -> path.equals("name") ? entry.name() : null);
    return found.render(this::render);
  }

  private void collect(Path directory, boolean recursive, Map<String, Entry> into) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        Entry entry = entry(child);
        into.put(entry.name(), entry);
        if (recursive && entry.directory()) {
          collect(child, true, into);
        }
      }
    } catch (NoSuchFileException goneMeanwhile) {
      into.remove(root.relativize(directory).toString());
    } catch (IOException failed) {
      throw new UncheckedIOException("could not list " + directory, failed);
    }
  }

  private Entry entry(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Entry(
        root.relativize(path).toString(),
        attributes.isDirectory(),
        attributes.size(),
        WireTime.text(attributes.lastModifiedTime().toInstant()),
        mode(path));
  }

  private ObjectNode render(Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", entry.name());
    json.put("url", url + "/" + entry.name());
    json.put("isDirectory", entry.directory());
    if (!entry.directory()) {
      json.putObject("properties")
          .put("lastModified", entry.modified())
          .put("contentLength", Long.toString(entry.size()))
          .put("contentType", type(entry.name()))
          .put("fileMode", entry.mode());
    }
    return json;
  }

  private static String type(String name) {
    return name.endsWith(".txt") ? "text/plain" : "application/octet-stream";
  }

  Answer content(String name) {
    Path file = resolve(name);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Answer.FileContent(
          file,
          attributes.isDirectory(),
          attributes.size(),
          attributes.lastModifiedTime().toInstant(),
          mode(file),
          url + "/" + name);
    } catch (NoSuchFileException missing) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    } catch (IOException failed) {
      throw new UncheckedIOException("could not read " + file, failed);
    }
  }

  void delete(String name, boolean recursive) {
    Path file = resolve(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    if (Files.isDirectory(file) && !recursive && !empty(file)) {
      throw ErrorCode.DIRECTORY_NOT_EMPTY.error();
    }
    DirectoryTree.delete(file);
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

  private static String mode(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return "0o100644";
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return "0o" + Integer.toOctalString(MODE_OF_A_FILE | (mode & PERMISSIONS));
  }
}
