package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory on this machine that a run is copied to.
 *
 * <p>Whether it can be written is found out before the run is made, not hours later when its
 * outputs are there. Finding out leaves nothing behind.
 */
record Destination(Path directory) {

  /**
   * @throws RunException with the user's blame when nothing can be written there
   */
  Destination requireWritable() {
    Path nearest = directory.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest)) {
      throw unwritable(nearest + " is not a directory", Optional.empty());
    }
    try {
      Files.delete(Files.createTempFile(nearest, ".batchline-", ""));
    } catch (IOException e) {
      throw unwritable(reason(nearest, e), Optional.of(e));
    }
    return this;
  }

  private static String reason(Path nearest, IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "access to " + nearest + " is denied";
    }
    boolean told = failure instanceof FileSystemException file && file.getReason() != null;
    return "no file can be created in "
        + nearest
        + (told ? " (" + ((FileSystemException) failure).getReason() + ")" : "");
  }

  private RunException unwritable(String reason, Optional<IOException> cause) {
    return new RunException(
        Blame.USER,
        "copy outputs to " + directory,
        reason,
        "Choose another directory with --to; nothing was created.",
        cause.orElse(null));
  }
}
