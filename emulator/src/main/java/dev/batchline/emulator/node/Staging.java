package dev.batchline.emulator.node;

import dev.batchline.emulator.node.HttpTransfer.StatusException;
import dev.batchline.emulator.node.HttpTransfer.WriteException;
import dev.batchline.emulator.node.NodeCommand.ResourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.ResponseBody;

/**
 * Downloads a command's resource files into its working directory, or the directory above.
 *
 * <p>Nothing is ever written outside of that directory, whatever names files and blobs have and
 * whatever links an earlier run has left there.
 */
final class Staging {

  private static final String DEFAULT_MODE = "0770";
  private static final int CHUNK = 64 * 1024;

  private final HttpTransfer http;

  Staging(HttpTransfer http) {
    this.http = http;
  }

  /** One blob and where it goes. */
  private record Download(HttpUrl url, Path target, String mode, String filePath) {

    /** Says what failed without the URL's query, which may be a SAS. */
    List<Map.Entry<String, String>> details() {
      return List.of(
          Map.entry("BlobSource", url.newBuilder().query(null).build().toString()),
          Map.entry("FilePath", filePath));
    }
  }

  /**
   * Downloads all files, one after the other.
   *
   * @param directory of the task, with {@code wd/} in it
   * @throws CommandFailedException with the code that Batch has for the first failure
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  void stage(List<ResourceFile> files, Path directory, Cancellation cancellation)
      throws CommandFailedException {
    for (ResourceFile file : files) {
      Path workingDirectory = file.inRoot() ? directory : directory.resolve("wd");
      if (file.httpUrl().isPresent()) {
        download(file, url(file.httpUrl().get()), file.filePath(), workingDirectory, cancellation);
      } else {
        stageContainer(file, workingDirectory, cancellation);
      }
    }
  }

  private void stageContainer(ResourceFile file, Path workingDirectory, Cancellation cancellation)
      throws CommandFailedException {
    BlobContainer container = BlobContainer.at(url(file.storageContainerUrl().orElseThrow()));
    List<String> names;
    try {
      names = container.list(file.blobPrefix(), http, cancellation);
    } catch (IOException e) {
      throw failure(
          e, new Download(container.url(), workingDirectory, DEFAULT_MODE, file.filePath()));
    }
    for (String name : names) {
      String filePath = file.filePath().isEmpty() ? name : file.filePath() + "/" + name;
      if (!name.endsWith("/")) { // a placeholder for a directory
        download(file, container.blob(name), filePath, workingDirectory, cancellation);
      }
    }
  }

  private void download(
      ResourceFile file,
      HttpUrl url,
      String filePath,
      Path workingDirectory,
      Cancellation cancellation)
      throws CommandFailedException {
    String mode = file.fileMode().orElse(DEFAULT_MODE);
    Download download = new Download(url, target(workingDirectory, filePath), mode, filePath);
    makeParent(download, workingDirectory);
    Request request = new Request.Builder().url(url).build();
    try {
      http.send(request, cancellation, body -> write(body, download.target()));
      Files.setPosixFilePermissions(download.target(), permissions(mode));
    } catch (IOException | IllegalArgumentException e) {
      throw failure(e, download);
    }
  }

  private static Path target(Path workingDirectory, String filePath) throws CommandFailedException {
    Path relative = Path.of(filePath);
    boolean climbs = false;
    for (Path name : relative) {
      climbs |= name.toString().equals("..");
    }
    Path target = workingDirectory.resolve(relative).normalize();
    if (relative.isAbsolute() || climbs || target.equals(workingDirectory)) {
      throw CommandFailedException.server(
          "ResourceFileCreateFailed",
          "The file path of a resource file must lie in the task's working directory",
          List.of(Map.entry("FilePath", filePath)));
    }
    return target;
  }

  private static void makeParent(Download download, Path workingDirectory)
      throws CommandFailedException {
    Path parent = parent(download.target());
    try {
      Files.createDirectories(parent);
      if (!parent.toRealPath().startsWith(workingDirectory.toRealPath())) {
        throw new IOException("a symbolic link leads out of the working directory");
      }
      // Written anew instead of over it: it may be a link, or a program that still runs.
      Files.deleteIfExists(download.target());
    } catch (IOException e) {
      throw CommandFailedException.server(
          "ResourceDirectoryCreateFailed",
          "The directory of a resource file could not be made: " + e,
          download.details());
    }
  }

  private static Path parent(Path target) {
    return target.resolve("..").normalize();
  }

  private static Path write(ResponseBody body, Path target) throws IOException {
    InputStream in = body.byteStream();
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = open(target)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        try {
          out.write(chunk, 0, read);
        } catch (IOException e) {
          throw new WriteException(e);
        }
      }
    }
    return target;
  }

  private static OutputStream open(Path target) throws WriteException {
    try {
      return Files.newOutputStream(
          target,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new WriteException(e);
    }
  }

  private static Set<PosixFilePermission> permissions(String octal) {
    int bits = Integer.parseInt(octal, 8);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // declared from 0400 down to 0001
    for (int i = 0; i < all.length; i++) {
      if ((bits & (0400 >> i)) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }

  private static HttpUrl url(String text) throws CommandFailedException {
    try {
      return HttpUrl.get(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.server(
          "BlobDownloadMiscError", "The URL of a resource file is not one of http", List.of());
    }
  }

  private static CommandFailedException failure(Exception cause, Download download) {
    List<Map.Entry<String, String>> details = download.details();
    if (cause instanceof StatusException answer) {
      return switch (answer.status()) {
        case 404 ->
            CommandFailedException.user(
                "BlobNotFound", "The specified Azure Blob(s) not found", details);
        case 401, 403 ->
            CommandFailedException.user(
                "BlobAccessDenied", "Access to the specified Azure Blob(s) is denied", details);
        default ->
            CommandFailedException.server(
                "BlobDownloadMiscError",
                "The download of the specified Azure Blob(s) failed with " + answer.getMessage(),
                details);
      };
    }
    if (cause instanceof SocketTimeoutException) {
      return CommandFailedException.server(
          "BlobDownloadTimedOut", "The download of the specified Azure Blob(s) timed out", details);
    }
    if (cause instanceof WriteException) {
      return isFull(download.target())
          ? CommandFailedException.server("DiskFull", "The disk of the node is full", details)
          : CommandFailedException.server(
              "ResourceFileWriteFailed",
              "A resource file could not be written: " + cause.getMessage(),
              details);
    }
    if (cause instanceof IllegalArgumentException) {
      return CommandFailedException.server(
          "ResourceFileCreateFailed",
          "The file mode of a resource file is not octal: " + download.mode(),
          details);
    }
    return CommandFailedException.server(
        "BlobDownloadMiscError",
        "The download of the specified Azure Blob(s) failed: " + cause.getMessage(),
        details);
  }

  /** Asks the disk, because the error that a write ends with has no code in Java. */
  private static boolean isFull(Path target) {
    try {
      return Files.getFileStore(parent(target)).getUsableSpace() < CHUNK;
    } catch (IOException e) {
      return false;
    }
  }
}
