package dev.batchline.emulator.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds fixtures that are not part of this repository: below the directory that the system property
 * {@code batchline.shared} or the variable {@code BATCHLINE_SHARED} names, else beside the
 * checkout.
 */
public final class Fixtures {

  private Fixtures() {}

  /** Empty, and said on standard output, when there is no such file here. */
  public static Optional<Path> find(String name) {
    Optional<Path> found =
        Stream.of(
                Optional.ofNullable(System.getProperty("batchline.shared")),
                Optional.ofNullable(System.getenv("BATCHLINE_SHARED")),
                Optional.of("../../shared"))
            .flatMap(Optional::stream)
            .map(root -> Path.of(root, "fixtures").resolve(name))
            .filter(Files::exists)
            .findFirst();
    if (found.isEmpty()) {
      System.out.println("skipped: fixtures/" + name + " is not here; set BATCHLINE_SHARED");
    }
    return found;
  }
}
