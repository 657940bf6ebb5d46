package dev.batchline.autoscale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds fixtures that are not part of this repository: below the directory that the system property
 * {@code batchline.shared} or the variable {@code BATCHLINE_SHARED} names, else beside the
 * checkout.
 */
final class SharedFixtures {

  private SharedFixtures() {}

  /** Empty, and said on standard output, when there is no such directory here. */
  static Optional<Path> directory(String name) {
    Optional<Path> found =
        Stream.of(
                Optional.ofNullable(System.getProperty("batchline.shared")),
                Optional.ofNullable(System.getenv("BATCHLINE_SHARED")),
                Optional.of("../../shared"))
            .flatMap(Optional::stream)
            .map(root -> Path.of(root, "fixtures", name))
            .filter(Files::isDirectory)
            .findFirst();
    if (found.isEmpty()) {
      System.out.println("skipped: fixtures/" + name + " is not here; set BATCHLINE_SHARED");
    }
    return found;
  }
}
