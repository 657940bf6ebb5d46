package dev.batchline.devops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks zip files whose names nobody vouches for: no entry can leave the directory. */
final class ZipFiles {

  private ZipFiles() {}

  /**
   * Unpacks a stream.
   *
   * @param root a first directory of all entries that is left out, as Azure DevOps puts the
   *     artifact's name there
   * @return the directory
   */
  static Path unpack(InputStream stream, String root, Path directory) throws IOException {
    Path base = directory.toAbsolutePath().normalize();
    Files.createDirectories(base);
    try (ZipInputStream zip = new ZipInputStream(stream)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replace('\\', '/');
        String inside = name.startsWith(root + "/") ? name.substring(root.length() + 1) : name;
        Path target = base.resolve(inside).normalize();
        if (!target.startsWith(base)) {
          throw new IOException("the archive holds a name that leaves its directory: " + name);
        }
        if (entry.isDirectory() || inside.isEmpty()) {
          Files.createDirectories(target);
          continue;
        }
        Path parent = target.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return base;
  }
}
