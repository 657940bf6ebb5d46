package dev.batchline.cli.local;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Node.js of this machine, which Azurite needs. */
record NodeJs(Path node, Path npm) {

  private static final int OLDEST = 18;
  private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*");
  private static final String HINT =
      "Install Node.js " + OLDEST + " or later (it brings npm), or run on Azure without --local.";

  /**
   * @param environment its {@code PATH} says where to look
   * @throws RunException of blame USER if there is none or it is too old
   */
  static NodeJs find(Map<String, String> environment) {
    Path node = onPath("node", environment).orElseThrow(() -> missing("no node"));
    Path npm = onPath("npm", environment).orElseThrow(() -> missing("no npm"));
    String version = version(node);
    Matcher major = MAJOR.matcher(version);
    if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST) {
      throw new RunException(
          Blame.USER,
          "start Azurite, the local Azure Storage",
          node + " is version " + (version.isEmpty() ? "unknown" : version),
          HINT);
    }
    return new NodeJs(node, npm);
  }

  /** A program of that name in a directory of {@code PATH}. */
  static Optional<Path> onPath(String program, Map<String, String> environment) {
    List<String> names =
        File.separatorChar == '\\' ? List.of(program + ".exe", program + ".cmd") : List.of(program);
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static String version(Path node) {
    try {
      Process process =
          new ProcessBuilder(node.toString(), "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new RunException(
          Blame.USER, "ask " + node + " for its version", "it can't be started", HINT, e);
    }
  }

  private static RunException missing(String what) {
    return new RunException(
        Blame.USER,
        "start Azurite, the local Azure Storage",
        "there is " + what + " on the PATH",
        HINT);
  }
}
