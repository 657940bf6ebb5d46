package dev.batchline.cli.local;

import dev.batchline.base.Blame;
import dev.batchline.base.Disk;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Activity;
import dev.batchline.cli.console.Console;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azurite as npm installs it from our lock file, once per lock file and machine.
 *
 * <p>A directory {@code <hash of the lock file>} is complete or not there: it is renamed into place
 * when npm has ended well. A lock on a file beside it keeps two processes from installing at once.
 */
final class AzuriteInstallation {

  private static final Pattern NPM_CODE = Pattern.compile("npm (?:error|ERR!) code (\\w+)");
  private static final Set<String> UNREACHABLE =
      Set.of(
          "ENOTFOUND",
          "EAI_AGAIN",
          "ECONNREFUSED",
          "ECONNRESET",
          "ETIMEDOUT",
          "ENETUNREACH",
          "ENOTCACHED",
          "ERR_SOCKET_TIMEOUT");
  private static final int TAIL = 5;

  private final Path sources;
  private final Path directory;
  private final Console console;

  /**
   * @param sources holds package.json, package-lock.json and keeper.mjs
   * @param directory where installations lie
   */
  AzuriteInstallation(Path sources, Path directory, Console console) {
    this.sources = sources;
    this.directory = directory;
    this.console = console;
  }

  /**
   * Installs Azurite unless it is there.
   *
   * @return the directory that holds {@code node_modules}
   */
  Path ensure(NodeJs node) throws IOException, InterruptedException {
    String hash = hash();
    Path installed = directory.resolve(hash);
    if (Files.isDirectory(installed)) {
      return installed;
    }
    if (!Files.isDirectory(directory)) { // it may be a link: several homes can share installations
      Files.createDirectories(directory);
    }
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(hash + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock(channel);
      if (!Files.isDirectory(installed)) {
        install(node, installed);
      }
    }
    return installed;
  }

  /** Held until the channel closes. */
  private void lock(FileChannel channel) throws IOException {
    FileLock free = channel.tryLock();
    if (free == null) {
      console.note("Waiting for another process that installs Azurite");
      channel.lock();
    }
  }

  private void install(NodeJs node, Path installed) throws IOException, InterruptedException {
    Path temporary = directory.resolve(installed.getFileName() + ".new");
    Directories.delete(temporary);
    Files.createDirectories(temporary);
    for (String name : List.of("package.json", "package-lock.json")) {
      Files.copy(
          sources.resolve(name), temporary.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = directory.resolve("install.log");
    Process npm =
        new ProcessBuilder(
                node.npm().toString(),
                "ci",
                "--omit=dev",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-update-notifier")
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean full;
    try (Activity activity = new Activity(console, "Installing Azurite from npm (only once)")) {
      npm.getOutputStream().close();
      activity.until(npm);
    } catch (InterruptedException e) {
      npm.destroy();
      throw e;
    } finally {
      full = Disk.isFull(temporary);
      if (npm.isAlive() || npm.exitValue() != 0) {
        Directories.delete(temporary);
      }
    }
    if (npm.exitValue() != 0) {
      throw failed(log, full);
    }
    Files.move(temporary, installed, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * @param full whether the disk was: npm's log, on the same disk, then lacks its end
   */
  private static RunException failed(Path log, boolean full) throws IOException {
    String text = Files.readString(log);
    Matcher code = NPM_CODE.matcher(text);
    String known = code.find() ? code.group(1) : "";
    if (full || known.equals("ENOSPC")) {
      return new RunException(
          Blame.CAPACITY,
          "install Azurite from npm",
          "the disk is full",
          "Make room on the disk of " + log.getParent() + " and try again.");
    }
    if (UNREACHABLE.contains(known)) {
      return new RunException(
          Blame.SERVICE,
          "install Azurite from npm",
          "npm can't reach its registry (" + known + ")",
          "Check the network and \"npm config get registry\"; all of npm's output is in " + log);
    }
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    return new RunException(
        Blame.SERVICE,
        "install Azurite from npm",
        known.isEmpty() ? "npm failed" : "npm failed with " + known,
        "All of npm's output is in " + log + "; it ended with:\n" + tail);
  }

  private String hash() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(sources.resolve("package.json")));
      digest.update("\n".getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(sources.resolve("package-lock.json")));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
