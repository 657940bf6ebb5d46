import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies the jars of a class path to a directory, without the signatures that some of them carry.
 *
 * <p>Java checks a signed jar's certificate and the hash of each class in every process that loads
 * it, and keeps no such class in a class-data archive. Maven has checked the jars when it fetched
 * them.
 *
 * <p>usage: java Unsigned.java CLASSPATH DIRECTORY; what is not a jar is passed over.
 */
final class Unsigned {

  private static final List<String> SIGNATURES = List.of(".SF", ".RSA", ".DSA", ".EC");

  private Unsigned() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    List<Path> written = new ArrayList<>();
    for (String element : arguments[0].split(File.pathSeparator)) {
      Path jar = Path.of(element);
      if (Files.isRegularFile(jar)) {
        Path copy = directory.resolve(jar.getFileName());
        copy(jar, copy);
        written.add(copy);
      }
    }
    try (var all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        if (!written.contains(each)) {
          Files.delete(each); // a version that is no longer used
        }
      }
    }
  }

  private static void copy(Path jar, Path copy) throws IOException {
    try (ZipFile in = new ZipFile(jar.toFile())) {
      if (in.stream().noneMatch(Unsigned::isSignature)) {
        Files.write(copy, Files.readAllBytes(jar));
        return;
      }
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
        for (ZipEntry entry : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
          if (!isSignature(entry)) {
            ZipEntry same = new ZipEntry(entry.getName());
            same.setTime(entry.getTime());
            out.putNextEntry(same);
            write(in, entry, out);
            out.closeEntry();
          }
        }
      }
    }
  }

  private static void write(ZipFile in, ZipEntry entry, OutputStream out) throws IOException {
    try (InputStream content = in.getInputStream(entry)) {
      if (!entry.getName().equals("META-INF/MANIFEST.MF")) {
        content.transferTo(out);
        return;
      }
      Manifest manifest = new Manifest(content);
      manifest.getEntries().values().forEach(Unsigned::removeHashes);
      manifest.getEntries().values().removeIf(Attributes::isEmpty);
      manifest.write(out);
    }
  }

  private static void removeHashes(Attributes attributes) {
    attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
  }

  private static boolean isSignature(ZipEntry entry) {
    String name = entry.getName().toUpperCase(Locale.ROOT);
    return name.startsWith("META-INF/")
        && name.indexOf('/', "META-INF/".length()) < 0
        && SIGNATURES.stream().anyMatch(name::endsWith);
  }
}
