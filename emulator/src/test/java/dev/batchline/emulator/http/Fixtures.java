package dev.batchline.emulator.http;

import java.nio.file.Path;

/** Where recorded answers of the real service lie, when they are on this machine at all. */
final class Fixtures {

  private Fixtures() {}

  static Path recordings() {
    String root = System.getProperty("batchline.fixtures", "../../shared/fixtures");
    return Path.of(root, "batch", "recordings").toAbsolutePath().normalize();
  }
}
