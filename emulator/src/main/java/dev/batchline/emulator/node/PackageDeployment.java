package dev.batchline.emulator.node;

import dev.batchline.emulator.node.NodeCommand.ApplicationPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks application packages on a node, each once.
 *
 * <p>A package's directory appears complete or not at all, and nothing of a package is ever written
 * outside of it.
 */
final class PackageDeployment {

  /**
   * Unpacks what isn't there yet.
   *
   * @throws CommandFailedException if a package isn't there, or is none
   */
  void deploy(List<ApplicationPackage> packages, TaskUsers users) throws CommandFailedException {
    for (ApplicationPackage one : packages) {
      try {
        if (!Files.exists(one.directory())) {
          unpack(one, users);
        }
      } catch (IOException e) {
        throw CommandFailedException.user(
            "ApplicationPackageError",
            "The application package could not be deployed",
            List.of(Map.entry("Package", one.name()), Map.entry("Message", e.toString())));
      }
    }
  }

  private static void unpack(ApplicationPackage one, TaskUsers users) throws IOException {
    Path zip = one.zip().orElseThrow(() -> new IOException("there is no such package"));
    Path parent = Files.createDirectories(one.directory().resolve("..").normalize());
    Path fresh = Files.createTempDirectory(parent, ".new-");
    try {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxrwxr-x"));
      unpack(zip, fresh);
      users.share(fresh);
      Files.move(fresh, one.directory(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Directories.delete(fresh);
      if (Files.exists(one.directory())) {
        return; // another task was faster
      }
      throw e;
    }
  }

  private static void unpack(Path zip, Path into) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(file)) {
      boolean any = false;
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        any = true;
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException(entry.getName() + " leads out of the package");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolve("..").normalize());
          Files.copy(entries, target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwx---"));
        }
      }
      if (!any) {
        throw new IOException("it is no zip file, or has nothing in it");
      }
    }
  }
}
