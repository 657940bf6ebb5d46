package dev.batchline.emulator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** What pages need besides themselves: a style sheet, a script and an icon, out of the jar. */
final class Assets {

  private static final Map<String, String> TYPES =
      Map.of(
          "page.css", "text/css; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private Assets() {}

  /** A file and its type. */
  record Asset(String name, String type) {

    byte[] bytes() {
      try (InputStream content = Assets.class.getResourceAsStream(name)) {
        if (content == null) {
          throw new IllegalStateException("the jar lacks " + name);
        }
        return content.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("could not read " + name, e);
      }
    }
  }

  static Optional<Asset> named(String name) {
    return Optional.ofNullable(TYPES.get(name)).map(type -> new Asset(name, type));
  }
}
