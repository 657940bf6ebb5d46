package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Ids;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The application packages of the account: {@code DIR/<application>/<version>.zip}, and the version
 * that a file {@code DIR/<application>/default} names, if there is one. Read once.
 */
public final class Applications {

  /** Of an account that has none. */
  public static final Applications NONE = new Applications(new TreeMap<>());

  private static final String ZIP = ".zip";

  private final NavigableMap<String, Application> byKey;

  /**
   * One application.
   *
   * @param versions their packages, by name
   * @param defaultVersion what a reference without a version means
   */
  record Application(
      String id, NavigableMap<String, Path> versions, Optional<String> defaultVersion) {}

  private Applications(NavigableMap<String, Application> byKey) {
    this.byKey = byKey;
  }

  /**
   * Reads a directory.
   *
   * @throws IOException if it can't be read, or a default isn't one of the versions
   */
  public static Applications in(Path directory) throws IOException {
    NavigableMap<String, Application> byKey = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path one : all) {
        Application application = read(one);
        byKey.put(Ids.key(application.id()), application);
      }
    }
    return new Applications(byKey);
  }

  private static Application read(Path directory) throws IOException {
    String id = directory.getFileName().toString();
    NavigableMap<String, Path> versions = new TreeMap<>();
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(directory, "*" + ZIP)) {
      for (Path one : packages) {
        String name = one.getFileName().toString();
        versions.put(name.substring(0, name.length() - ZIP.length()), one.toAbsolutePath());
      }
    }
    Path file = directory.resolve("default");
    Optional<String> version =
        Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    if (version.filter(name -> !versions.containsKey(name)).isPresent()) {
      throw new IOException(
          file + " names the version " + version.get() + ", of which there is no package");
    }
    return new Application(id, versions, version);
  }

  /** By key. */
  NavigableMap<String, Application> all() {
    return Collections.unmodifiableNavigableMap(byKey);
  }

  /**
   * Finds an application.
   *
   * @param id its own, or its id in Azure Resource Manager, as references of pools have it
   */
  Optional<Application> find(String id) {
    String name = id.substring(id.lastIndexOf('/') + 1);
    return Optional.ofNullable(byKey.get(Ids.key(name)));
  }
}
