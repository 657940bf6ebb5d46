package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removes directories with all that programs may have left in them. */
public final class Directories {

  private Directories() {}

  /**
   * Removes a directory and everything beneath; symbolic links are removed, not followed. Nothing
   * happens if it doesn't exist.
   *
   * @throws IOException if something can't be removed, for example because a program that is just
   *     dying made a new file; then trying again helps
   */
  public static void delete(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory) || !Files.isDirectory(directory)) {
      Files.deleteIfExists(directory);
      return;
    }
    Files.walkFileTree(directory, new Deletion());
  }

  /** Removes what is in a directory. */
  static void empty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        delete(entry);
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (!Files.isWritable(directory)) {
        open(directory);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      if (Files.isReadable(path) || !Files.isDirectory(path)) {
        throw failure;
      }
      // A program took the right to look into its own directory away.
      open(path);
      delete(path);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }

    private static void open(Path directory) throws IOException {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
