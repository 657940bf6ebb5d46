package dev.batchline.emulator.node;

import dev.batchline.emulator.node.HttpTransfer.StatusException;
import dev.batchline.emulator.node.NodeCommand.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads the output files of a command that has ended.
 *
 * <p>Every upload is tried whatever happens to the others, and what was done is written to {@code
 * fileuploadout.txt} and {@code fileuploaderr.txt} in the task's directory. Files outside of the
 * node's directory aren't uploaded, and symbolic links don't get around that.
 */
final class OutputUpload {

  private static final Logger LOG = LoggerFactory.getLogger(OutputUpload.class);

  private final BlobUpload blobs;

  OutputUpload(BlobUpload blobs) {
    this.blobs = blobs;
  }

  /** Which files a command may upload, and what names in patterns mean. */
  record Place(Path node, Path task, Path workingDirectory, Map<String, String> environment) {}

  /**
   * Uploads what the patterns match; a pattern that matches nothing is no failure.
   *
   * @return the first failure
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  Optional<CommandEvent.Failure> upload(
      List<OutputFile> outputs, Place place, Cancellation cancellation) {
    Optional<CommandEvent.Failure> first = Optional.empty();
    for (OutputFile output : outputs) {
      try {
        upload(output, place, cancellation);
      } catch (CommandFailedException e) {
        log(place, "fileuploaderr.txt", e.failure().code() + ": " + e.failure().message());
        first = first.or(() -> Optional.of(e.failure()));
      }
    }
    return first;
  }

  private void upload(OutputFile output, Place place, Cancellation cancellation)
      throws CommandFailedException {
    BlobContainer container = container(output);
    Map<String, Path> files = matches(output, place);
    if (files.isEmpty()) {
      log(place, "fileuploadout.txt", "no file matches " + output.filePattern());
    }
    for (Map.Entry<String, Path> file : files.entrySet()) {
      try {
        blobs.upload(
            file.getValue(), container.blob(file.getKey()), output.headers(), cancellation);
      } catch (IOException | IllegalArgumentException e) {
        throw failure(output, container, file.getValue(), e);
      }
      log(place, "fileuploadout.txt", file.getValue() + " -> " + file.getKey());
    }
  }

  private static BlobContainer container(OutputFile output) throws CommandFailedException {
    try {
      return BlobContainer.at(HttpUrl.get(output.containerUrl()));
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.user(
          "FileUploadMiscError",
          "The URL of the container is not one of http",
          List.of(Map.entry("FilePattern", output.filePattern())));
    }
  }

  /** Blob names and their files, in order. */
  private static Map<String, Path> matches(OutputFile output, Place place)
      throws CommandFailedException {
    FilePattern pattern = FilePattern.parse(output.filePattern(), place.environment());
    Path base = place.workingDirectory().resolve(pattern.base()).normalize();
    if (!base.startsWith(place.node())) {
      throw CommandFailedException.user(
          "FileUploadMiscError",
          "The emulator uploads only what lies in the node's directory",
          List.of(Map.entry("FilePattern", output.filePattern())));
    }
    Map<String, Path> files = new TreeMap<>();
    if (!pattern.hasWildcards()) {
      if (isOfNode(base, place)) {
        files.put(output.path().isEmpty() ? base.getFileName().toString() : output.path(), base);
      }
      return files;
    }
    try {
      Files.walkFileTree(
          base,
          Set.of(),
          pattern.depth(),
          new Collector(pattern, base, place, output.path(), files));
    } catch (IOException e) {
      throw CommandFailedException.user(
          "FileUploadMiscError",
          "The files could not be listed: " + e,
          List.of(Map.entry("FilePattern", output.filePattern())));
    }
    return files;
  }

  /** A file, or a link to one, that lies in the node's directory. */
  private static boolean isOfNode(Path file, Place place) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(place.node());
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final FilePattern pattern;
    private final Path base;
    private final Place place;
    private final String prefix;
    private final Map<String, Path> files;

    Collector(FilePattern pattern, Path base, Place place, String path, Map<String, Path> files) {
      this.pattern = pattern;
      this.base = base;
      this.place = place;
      this.prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = base.relativize(file).toString();
      if (pattern.rest().matcher(name).matches() && isOfNode(file, place)) {
        files.put(prefix + name, file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // vanished, or not ours to read
    }
  }

  private static CommandFailedException failure(
      OutputFile output, BlobContainer container, Path file, Exception cause) {
    List<Map.Entry<String, String>> details =
        List.of(
            Map.entry("Message", String.valueOf(cause.getMessage())),
            Map.entry("FilePath", file.toString()),
            Map.entry("FilePattern", output.filePattern()),
            Map.entry(
                "FileDestination", container.url().newBuilder().query(null).build().toString()));
    int status = cause instanceof StatusException answer ? answer.status() : 0;
    return switch (status) {
      case 404 ->
          CommandFailedException.user(
              "FileUploadContainerNotFound",
              "One of the specified Azure container(s) was not found while attempting to upload an"
                  + " output file",
              details);
      case 401, 403 ->
          CommandFailedException.user(
              "FileUploadAccessDenied",
              "Access to one of the specified file upload destinations was denied",
              details);
      default ->
          CommandFailedException.user(
              "FileUploadMiscError",
              "An error was encountered while uploading one of the output files",
              details);
    };
  }

  private static void log(Place place, String file, String line) {
    try {
      Files.writeString(
          place.task().resolve(file),
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("could not write {} of {}: {}", file, place.task(), line, e);
    }
  }
}
