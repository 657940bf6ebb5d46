package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Files of a task or node with their sizes. */
final class FileTable {

  private static final int MOST = 300;

  private final FileOwner owner;
  private final NavigableMap<String, String> sizes = new TreeMap<>();
  private boolean more;

  private FileTable(FileOwner owner) {
    this.owner = owner;
  }

  /**
   * What a task or node has.
   *
   * @param recursive whether to show what is in directories, too
   */
  static Html of(FileOwner owner, boolean recursive) {
    FileTable table = new FileTable(owner);
    try {
      Answer.Listing files = owner.files(recursive, MOST);
      files.elements().forEach(table::add);
      table.more = files.next().isPresent();
    } catch (BatchError e) {
      return Html.tag("p").looks("nothing").add("No files (" + e.code() + ").");
    }
    return table.html();
  }

  /**
   * What is in a directory.
   *
   * @param name of the directory, relative to the owner's
   */
  static Html of(FileOwner owner, String name, Path directory) {
    FileTable table = new FileTable(owner);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (table.sizes.size() == MOST) {
          table.more = true;
          break;
        }
        table.add(name + "/" + child.getFileName(), child.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not list " + directory, e);
    }
    return table.html();
  }

  private void add(JsonNode file) {
    sizes.put(
        file.path("name").asText(),
        file.path("isDirectory").asBoolean()
            ? "directory"
            : Numbers.size(file.at("/properties/contentLength").asLong()));
  }

  private void add(String name, java.io.File file) {
    sizes.put(name, file.isDirectory() ? "directory" : Numbers.size(file.length()));
  }

  private Html html() {
    Table table = new Table("Files", "file", "size");
    sizes.forEach(
        (name, size) ->
            table.row(Links.link(name, Links.file(owner.path(), name)), Html.text(size)));
    Html html = table.orElse("No files.");
    return more
        ? Html.fragment(html, Html.tag("p").add("And more; only the first " + MOST + " are shown."))
        : html;
  }
}
