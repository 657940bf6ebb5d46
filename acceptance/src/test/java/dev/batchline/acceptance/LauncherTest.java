package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.acceptance.Batchline.Result;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, and the archive that a pipeline unpacks. */
class LauncherTest {

  @TempDir Path directory;

  @Test
  void theUnpackedArchiveRunsWithoutSources() throws Exception {
    Process unzip =
        new ProcessBuilder("jar", "xf", archive().toString()).directory(directory.toFile()).start();
    assertThat(unzip.waitFor()).isZero();
    Path unpacked;
    try (Stream<Path> entries = Files.list(directory)) {
      unpacked = entries.filter(Files::isDirectory).findFirst().orElseThrow();
    }

    assertThat(unpacked.resolve("azurite/package-lock.json"))
        .content()
        .doesNotContain("\"resolved\"");
    Process version =
        new ProcessBuilder("bash", unpacked.resolve("batchline").toString(), "--version").start();
    String out =
        new String(
            version.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(version.waitFor()).isZero();
    assertThat(out).startsWith("batchline ");
    assertThat(unpacked.resolve("lib/batchline-emulator.jar")).exists();
  }

  @Test
  void noLibraryIsSignedBecauseJavaWouldCheckEachClassInEveryProcess() throws Exception {
    List<String> signatures = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Batchline.ROOT.resolve("orchestrator/target/dist/lib"), "*.jar")) {
      for (Path jar : jars) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
              .forEach(name -> signatures.add(jar.getFileName() + "!" + name));
        }
      }
    }
    assertThat(signatures).isEmpty();
  }

  @Test
  void anOldJavaIsNamed() throws Exception {
    Path jdk = Files.createDirectories(directory.resolve("jdk/bin"));
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    Path java = Files.writeString(jdk.resolve("java"), "#!/bin/sh\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Result result =
        new Batchline(directory)
            .with("JAVA_HOME", directory.resolve("jdk").toString())
            .run("--version");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("Java 17 or later is needed", "11.0.2");
  }

  @Test
  void aMistypedCommandIsCorrected() throws Exception {
    Result result = new Batchline(directory).run("emulatr");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("Did you mean: emulator");
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Batchline.ROOT.resolve("orchestrator/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("batchline-[0-9].*\\.zip"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("mvn package makes it"));
    }
  }
}
