package dev.batchline.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The directory in which {@code @azure/batch} is installed, as its lock file says. */
final class JavaScriptClient {

  private static final Path SOURCES = Path.of("src/test/javascript").toAbsolutePath();
  private static final Path INSTALLED = Path.of("target/javascript").toAbsolutePath();
  private static final String LOCK = "package-lock.json";
  private static final int PATIENCE_SECONDS = 240;

  private JavaScriptClient() {}

  /** Installs it once; skips the test, saying why, where that can't be done. */
  static void require() throws IOException, InterruptedException {
    Batchline.requireNode();
    Files.createDirectories(INSTALLED);
    if (!Files.isDirectory(INSTALLED.resolve("node_modules/@azure/batch")) || lockChanged()) {
      for (String file : List.of("package.json", LOCK)) {
        Files.copy(
            SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      install();
    }
  }

  private static boolean lockChanged() throws IOException {
    return Files.mismatch(SOURCES.resolve(LOCK), INSTALLED.resolve(LOCK)) >= 0;
  }

  private static void install() throws IOException, InterruptedException {
    Process npm =
        new ProcessBuilder("npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--silent")
            .directory(INSTALLED.toFile())
            .inheritIO()
            .start();
    boolean installed = npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0;
    npm.destroyForcibly().waitFor();
    if (!installed) {
      System.err.println("skipped: npm could not install @azure/batch");
    }
    Assumptions.assumeTrue(installed, "@azure/batch could not be installed");
  }

  /** Runs Node on a script of ours or the test's, with these settings. */
  static Batchline.Result node(Path directory, Map<String, String> settings, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(arguments);
    File out = Files.createTempFile(directory, "node", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out);
    builder.environment().putAll(settings);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("did not end:\n" + Files.readString(out.toPath()));
    }
    return new Batchline.Result(process.exitValue(), Files.readString(out.toPath()), "");
  }

  /** Puts a script of the sources beside the installed client, where Node finds it. */
  static Path script(String name) throws IOException {
    return Files.copy(
        SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same for a script that a test made up. */
  static Path script(String name, String content) throws IOException {
    return Files.writeString(INSTALLED.resolve(name), content);
  }
}
