package dev.batchline.plan;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads a file once to find out its size and SHA-256. */
final class ContentHash {

  private static final int BUFFER = 1 << 17;

  private ContentHash() {}

  /**
   * @throws RunException if the file can't be read
   */
  static LocalFile of(Path file) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        size += read;
      }
    } catch (IOException e) {
      throw new RunException(
          Blame.USER,
          "read " + file,
          String.valueOf(e.getMessage()),
          "The job file names it as a file that the run needs.",
          e);
    }
    return new LocalFile(file, HexFormat.of().formatHex(digest.digest()), size);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
